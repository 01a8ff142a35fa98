"""The wheel holds what the program needs and nothing else, and works from an empty folder."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.support.patience import PATIENCE
from wizard import __version__

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this working copy, built without the network."""
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True, timeout=PATIENCE)
    return next(folder.glob("*.whl"))


def test_the_top_level_of_the_wheel_is_the_three_packages(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        top_level = {name.split("/")[0] for name in archive.namelist()}

    assert top_level == {"wizard", "screens", "templates", f"plan_wizard-{__version__}.dist-info"}


def test_templates_and_style_sheets_are_in_the_wheel(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        names = set(archive.namelist())

    files = [path for folder in ("templates", "screens") for path in (ROOT / folder).rglob("*")]
    wanted = {str(path.relative_to(ROOT)) for path in files if path.suffix in (".md", ".tcss", ".py")}
    assert wanted <= names


def test_the_wheel_runs_from_an_empty_folder(wheel: Path, tmp_path: Path) -> None:
    unpacked, empty = tmp_path / "unpacked", tmp_path / "empty"
    empty.mkdir()
    with ZipFile(wheel) as archive:
        archive.extractall(unpacked)
    code = f"import sys; sys.path.insert(0, {str(unpacked)!r}); from wizard.cli.main import main; sys.exit(main())"

    done = subprocess.run(
        [sys.executable, "-c", code, "render", "project-plan"], cwd=empty, capture_output=True, timeout=PATIENCE
    )

    assert done.returncode == 0
    assert done.stdout == (ROOT / "tests" / "data" / "seeds" / "project-plan.md").read_bytes()
    assert list(empty.iterdir()) == []


def test_the_first_start_from_a_wheel_compiles_no_built_in_template(wheel: Path, tmp_path: Path) -> None:
    with ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    code = f"""import sys
sys.path.insert(0, {str(tmp_path)!r})
from wizard.compiler.loader import load_template, template_names
for name in template_names():
    load_template(name)
print(*{{"jinja2", "yaml", "markdown_it"}} & set(sys.modules))"""

    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, timeout=PATIENCE, check=True)

    assert done.stdout.split() == []


def test_the_source_distribution_makes_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    build = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(tmp_path), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True, timeout=PATIENCE)

    assert (tmp_path / wheel.name).read_bytes() == wheel.read_bytes()
