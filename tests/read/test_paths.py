from __future__ import annotations

import os
from pathlib import Path

import pytest

from retold.errors import UsageError
from retold.read.paths import find_files


def _tree(root: Path, *names: str) -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("A ferry sailed.", encoding="utf-8")


def _reasons(root: Path, *given: str) -> dict[str, str]:
    _, skipped = find_files([str(root / g) for g in given] or [str(root)])
    return {os.path.relpath(s.path, root): s.reason for s in skipped}


def test_a_folder_gives_its_files_sorted_at_any_depth(tmp_path: Path) -> None:
    _tree(tmp_path, "b.txt", "a/z.txt", "a/c/d.html", ".hidden/x.txt", ".DS_Store")
    files, skipped = find_files([str(tmp_path)])
    assert [os.path.relpath(f, tmp_path) for f in files] == ["a/c/d.html", "a/z.txt", "b.txt"]
    assert skipped == []


def test_the_order_of_what_is_given_does_not_matter_and_each_file_is_read_once(tmp_path: Path) -> None:
    _tree(tmp_path, "a.txt", "b.txt")
    given = [str(tmp_path), str(tmp_path / "a.txt"), str(tmp_path / "." / "a.txt"), str(tmp_path / "*.txt")]
    assert find_files(given)[0] == find_files(given[::-1])[0]
    assert len(find_files(given)[0]) == 2


def test_a_glob_may_reach_into_folders(tmp_path: Path) -> None:
    _tree(tmp_path, "a.txt", "x/b.txt", "x/c.html")
    files, _ = find_files([str(tmp_path / "**" / "*.txt")])
    assert [Path(f).name for f in files] == ["a.txt", "b.txt"]


def test_a_name_with_glob_marks_that_exists_is_that_file(tmp_path: Path) -> None:
    _tree(tmp_path, "a[1].txt", "a1.txt")
    files, _ = find_files([str(tmp_path / "a[1].txt")])
    assert [Path(f).name for f in files] == ["a[1].txt"]


def test_links_in_a_folder_are_not_followed_and_say_why(tmp_path: Path) -> None:
    _tree(tmp_path, "in/a.txt", "out/secret.txt")
    inside = tmp_path / "in"
    (inside / "circle").symlink_to(inside)
    (inside / "self").symlink_to(inside / "self")
    (inside / "again.txt").symlink_to(inside / "a.txt")
    (inside / "away.txt").symlink_to(tmp_path / "out" / "secret.txt")
    (inside / "upward").symlink_to(tmp_path)
    files, skipped = find_files([str(inside)])
    assert [Path(f).name for f in files] == ["a.txt"]
    assert {Path(s.path).name: s.reason for s in skipped} == {
        "circle": "link to what is read under its own name",
        "again.txt": "link to what is read under its own name",
        "self": "link that leads nowhere or in a circle",
        "away.txt": "link that leads outside the folder that was given",
        "upward": "link that leads outside the folder that was given",
    }


def test_a_link_that_is_itself_given_is_followed(tmp_path: Path) -> None:
    _tree(tmp_path, "a.txt")
    (tmp_path / "link.txt").symlink_to(tmp_path / "a.txt")
    files, skipped = find_files([str(tmp_path / "link.txt")])
    assert len(files) == 1 and not skipped


def test_a_folder_without_a_file_is_a_skipped_row(tmp_path: Path) -> None:
    (tmp_path / "empty" / "emptier").mkdir(parents=True)
    assert _reasons(tmp_path, "empty") == {"empty": "folder without a file"}


def test_one_of_several_paths_missing_is_a_skipped_row(tmp_path: Path) -> None:
    _tree(tmp_path, "a.txt")
    assert _reasons(tmp_path, "a.txt", "gone.txt") == {"gone.txt": "no such file or folder"}


@pytest.mark.parametrize("path", ["gone.txt", "gone/*.txt", "nul\0.txt"])
def test_nothing_of_what_was_given_exists_is_a_wrong_call_that_names_it(tmp_path: Path, path: str) -> None:
    with pytest.raises(UsageError, match="no file or folder"):
        find_files([str(tmp_path / path)])


def test_a_pipe_in_a_folder_is_passed_over(tmp_path: Path) -> None:
    _tree(tmp_path, "a.txt")
    os.mkfifo(tmp_path / "pipe")
    assert _reasons(tmp_path) == {"pipe": "not a regular file"}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_may_not_be_opened_is_a_skipped_row(tmp_path: Path) -> None:
    _tree(tmp_path, "shut/a.txt", "b.txt")
    (tmp_path / "shut").chmod(0)
    try:
        assert _reasons(tmp_path) == {"shut": "cannot be opened: permission denied"}
    finally:
        (tmp_path / "shut").chmod(0o700)
