"""Who may see the page: whoever is at this machine; others with a token, or signed in with their organisation (OIDC)."""

from __future__ import annotations

import hmac
import os
import tomllib
from collections.abc import Iterable, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import streamlit as st

SHORTEST_TOKEN = 16  # characters; a shorter one could be guessed over the network
SECRETS = (Path(".streamlit") / "secrets.toml", Path.home() / ".streamlit" / "secrets.toml")  # where Streamlit looks


def signed_in() -> bool:
    """Whether this visitor may see anything; if not, what to do has been drawn. A provider outranks a token."""
    secrets = st.secrets.to_dict() if st.secrets.load_if_toml_exists() else {}
    if "auth" in secrets:
        return _by_provider(allowed_of(secrets))
    if token := os.environ.get("SARHAD_TOKEN"):
        return _by_token(token)
    return True


def may_enter(user: Mapping[str, Any], allowed: Iterable[str]) -> bool:
    """Whether the claims of a signed-in user are on the list: ali@example.org, @example.org, or * for anyone.

    An address that the provider says is not verified is no proof of anything.
    """
    if not user.get("is_logged_in"):
        return False
    address = str(user.get("email") or "").casefold()
    proven = str(user.get("email_verified", True)).casefold() == "true"
    entries = {entry.casefold() for entry in allowed}
    return "*" in entries or (proven and "@" in address and bool({address, f"@{address.rpartition('@')[2]}"} & entries))


def allowed_of(secrets: Mapping[str, Any]) -> list[str]:
    """The list `allow` of the section [sarhad]; empty when there is none."""
    section = secrets.get("sarhad")
    listed = section.get("allow") if isinstance(section, Mapping) else None
    return [str(entry) for entry in listed] if isinstance(listed, list) else []


def provider_problem(files: Iterable[Path] = SECRETS) -> str | None:
    """Why nobody could sign in with a provider; None when it is set up."""
    file = next((file for file in files if file.is_file()), None)
    if file is None:
        return "there is no .streamlit/secrets.toml with a section [auth]"
    try:
        secrets = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        return f"{file} cannot be read: {error}"
    if "auth" not in secrets:
        return f"{file} has no section [auth]"
    if not allowed_of(secrets):
        return f'{file} does not say who may enter; add [sarhad] with allow = ["name@example.org", "@example.org"]'
    if find_spec("authlib") is None or find_spec("httpx") is None:
        return "signing in needs Authlib and httpx: pip install 'sarhad[oidc]'"
    return None


def _by_provider(allowed: list[str]) -> bool:
    user = st.user.to_dict()
    if may_enter(user, allowed):
        return True
    st.title("Sarhad")
    if user.get("is_logged_in"):
        st.error("This account is not on the list of those who may enter.")
        st.button("sign out", on_click=st.logout)
    else:
        st.button("sign in", type="primary", on_click=st.login)
    return False


def _by_token(token: str) -> bool:
    if st.session_state.get("signed_in"):
        return True
    st.title("Sarhad")
    given = st.text_input("token", type="password")
    if given and hmac.compare_digest(given.encode(), token.encode()):
        st.session_state["signed_in"] = True
        st.rerun()
    if given:
        st.error("That is not the token.")
    return False
