"""What a browser would make of our HTML: text, tags with their attributes, the words of marked elements."""

from __future__ import annotations

from html.parser import HTMLParser


class Shown(HTMLParser):
    """text: all of it. tags: (name, attributes) in order. marked: id of a `mark` to its words. names: of tags and attributes."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text, self.tags, self.marked = "", [], {}
        self._open: list[str | None] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag == "mark":
            self._open.append(dict(attrs).get("id"))

    def handle_endtag(self, tag):
        if tag == "mark":
            self._open.pop()

    def handle_data(self, data):
        self.text += data
        for anchor in filter(None, self._open):
            self.marked[anchor] = self.marked.get(anchor, "") + data

    @property
    def names(self) -> tuple[set[str], set[str]]:
        return {tag for tag, _ in self.tags}, {name for _, attributes in self.tags for name in attributes}
