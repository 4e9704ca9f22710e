"""Writers: incidents in, a file of one of the formats out, whole or not at all. One file a format."""

from __future__ import annotations

from incidents.export.writing import FORMATS, PROFILES, STREAMED, columns_for, format_of, stream, to_bytes, write

__all__ = ["FORMATS", "PROFILES", "STREAMED", "columns_for", "format_of", "stream", "to_bytes", "write"]
