"""What a watched folder gives: files once they rest, each version once; never hidden, empty or unfinished ones."""

from __future__ import annotations

import os
from itertools import islice

from incidents.watching import appearing, look


class Script:
    """Stands for waiting: at each turn it does the next thing to the folder; at the end of the script it ends the watch."""

    def __init__(self, *steps):
        self.steps = iter(steps)

    def __call__(self):
        step = next(self.steps, None)
        if step is None:
            raise KeyboardInterrupt
        step()


def watched(folder, *steps, taken=None) -> list[list[str]]:
    given = []
    try:
        for files in appearing([folder], look([folder]) if taken is None else taken, Script(*steps)):
            given.append([file.name for file in files])
    except KeyboardInterrupt:
        return given
    raise AssertionError("a watch never ends by itself")


def nothing():
    pass


def test_files_are_given_once_they_rest(tmp_path):
    """Written in three goes; given after the first look that finds it as the look before did; once."""
    file = tmp_path / "a.jsonl"
    grow = [lambda: file.write_text("1"), lambda: file.write_text("12"), lambda: file.write_text("123")]
    assert watched(tmp_path, *grow, nothing, nothing, nothing) == [["a.jsonl"]]


def test_a_changed_file_is_given_again(tmp_path):
    file = tmp_path / "a.jsonl"
    file.write_text("old")
    assert watched(tmp_path, nothing, nothing) == [], "it was there from the start, and has been read"
    assert watched(tmp_path, lambda: file.write_text("corrected"), nothing, nothing) == [["a.jsonl"]]
    touch = (lambda: os.utime(file, ns=(1, 1)), nothing, nothing)
    assert watched(tmp_path, *touch) == [["a.jsonl"]], "the same size at another time"


def test_what_changes_between_the_first_reading_and_the_first_look_is_not_missed(tmp_path):
    file = tmp_path / "a.jsonl"
    file.write_text("half")
    taken = look([tmp_path])
    file.write_text("half and the other half")
    assert watched(tmp_path, nothing, nothing, taken=taken) == [["a.jsonl"]]


def test_a_file_that_comes_back_is_new(tmp_path):
    file = tmp_path / "a.jsonl"
    file.write_text("once")
    back = (file.unlink, lambda: file.write_text("once"), nothing)
    assert watched(tmp_path, *back) == [["a.jsonl"]]


def test_hidden_empty_and_unfinished_files_are_passed_over(tmp_path):
    (tmp_path / "inner").mkdir()
    (tmp_path / ".git").mkdir()
    for name in (".hidden.txt", "b.jsonl.part", "c.crdownload", "Thumbs.db", ".git/x.txt"):
        (tmp_path / name).write_text("x")
    (tmp_path / "empty.txt").touch()
    (tmp_path / "inner" / "a.txt").write_text("x")
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    assert [file.name for file in look([tmp_path])] == ["a.txt"]
    assert look([tmp_path / "gone"]) == {}


def test_several_files_come_together_in_order(tmp_path):
    def drop():
        for name in ("b.txt", "a.txt", "c.txt"):
            (tmp_path / name).write_text(name)

    endless = appearing([tmp_path], {}, Script(drop, nothing))
    assert [[file.name for file in files] for files in islice(endless, 1)] == [["a.txt", "b.txt", "c.txt"]]
