"""What is not loaded: `import retold` brings in nothing, two text files bring in nothing heavy."""

from __future__ import annotations

import subprocess
import sys

HEAVY = {"duckdb", "numba", "trafilatura", "pandas", "starlette", "sklearn", "pyarrow.compute", "rich", "ftfy"}


def loaded_after(code: str) -> set[str]:
    out = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys\nprint(*sys.modules)"], capture_output=True, check=True
    )
    return set(out.stdout.decode().split("\n")[-2].split())


def test_importing_retold_loads_nothing_outside_the_standard_library():
    brought = {m.partition(".")[0] for m in loaded_after("import retold") - loaded_after("")}
    assert brought - set(sys.stdlib_module_names) <= {"retold"}


def test_two_text_files_load_nothing_heavy(tmp_path):
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text("Dam holds\n\nThe dam held on Monday, engineers said.\n")
    code = f"import retold, msgspec\nmsgspec.json.encode(retold.trace([r'{tmp_path}/a.txt', r'{tmp_path}/b.txt']))"
    assert not loaded_after(code) & HEAVY


def test_the_command_loads_arrow_without_numpy(tmp_path):
    (tmp_path / "a.txt").write_text("Dam holds\n\nThe dam held on Monday, engineers said.\n")
    code = f"from retold.cli import main; main(['trace', r'{tmp_path}/a.txt', '--json', r'{tmp_path}/a.json'], standalone_mode=False)"
    found = loaded_after(code)
    assert "pyarrow" in found
    assert "numpy" not in found
