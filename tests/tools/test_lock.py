"""How the lists are compiled: what is new is added, what stands stays, and nothing comes without a wheel."""

import sys
import tarfile
from pathlib import Path

import pytest

from tests.support.wheels import hash_of, make_index, make_wheel
from tools import lock


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with small lists, and an index that has what they ask for."""
    wheels = [
        make_wheel(tmp_path / "wheels", "pebble", "1.0", needs=("torch", "grain")),
        make_wheel(tmp_path / "wheels", "pebble", "2.0", needs=("torch", "grain")),
        make_wheel(tmp_path / "wheels", "grain", "1.0"),
        make_wheel(tmp_path / "wheels", "torch", "9.9", needs=('nvidia-thing; sys_platform == "linux"',)),
        make_wheel(tmp_path / "wheels", "nvidia_thing", "1.0"),
        make_wheel(tmp_path / "wheels", "setuptools", "90.0"),
        make_wheel(tmp_path / "wheels", "gauge", "1.0", needs=("grain",)),
    ]
    monkeypatch.setenv("UV_DEFAULT_INDEX", make_index(tmp_path / "index", *wheels))
    monkeypatch.setattr(lock, "PROJECT_FOLDER", tmp_path)
    monkeypatch.setattr(sys, "argv", ["lock"])
    (tmp_path / "requirements.in").write_text("pebble<2\n")
    (tmp_path / "requirements-build.in").write_text("setuptools\n")
    (tmp_path / "requirements-dev.in").write_text("-c requirements.txt\ngauge\n")
    return tmp_path


def test_every_list_has_the_hashes_and_torch_has_a_list_of_its_own(project: Path) -> None:
    assert lock.main() == 0
    ours, torch = (project / f"requirements{part}.txt" for part in ("", "-torch"))
    assert f"pebble==1.0 \\\n    {hash_of(project / 'wheels/pebble-1.0-py3-none-any.whl')}" in ours.read_text()
    assert "grain==1.0" in ours.read_text()
    assert "torch==" not in ours.read_text()
    assert "nvidia-" not in ours.read_text()
    assert "torch==9.9" in torch.read_text()
    assert "nvidia-thing==1.0 ; sys_platform == 'linux'" in torch.read_text()
    assert "gauge==1.0" in (project / "requirements-dev.txt").read_text()
    assert "://" not in "".join(file.read_text() for file in project.glob("*.txt"))


def test_locking_twice_changes_nothing(project: Path) -> None:
    lock.main()
    once = [file.read_text() for file in sorted(project.glob("*.txt"))]
    lock.main()
    assert [file.read_text() for file in sorted(project.glob("*.txt"))] == once


def test_what_stands_keeps_its_version_until_its_upgrade_is_asked_for(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock.main()
    (project / "requirements.in").write_text("pebble\n")
    lock.main()
    assert "pebble==1.0" in (project / "requirements.txt").read_text()
    monkeypatch.setattr(sys, "argv", ["lock", "--upgrade-package", "pebble"])
    lock.main()
    assert "pebble==2.0" in (project / "requirements.txt").read_text()


def test_a_pin_that_somebody_added_by_hand_gets_its_hashes(project: Path) -> None:
    lock.main()
    (project / "requirements.in").write_text("pebble\ngauge\n")
    with (project / "requirements.txt").open("a") as file:
        file.write("gauge==1.0\n")
    lock.main()
    wheel = project / "wheels/gauge-1.0-py3-none-any.whl"
    assert f"gauge==1.0 \\\n    {hash_of(wheel)}" in (project / "requirements.txt").read_text()


def test_a_list_in_which_a_merge_left_both_sides_becomes_whole(project: Path) -> None:
    lock.main()
    whole = (project / "requirements.txt").read_text()
    collided = whole.replace("grain==1.0", "<<<<<<< ours\ngrain==1.0") + "=======\ngauge==1.0\n>>>>>>> theirs\n"
    (project / "requirements.txt").write_text(collided)
    assert lock.main() == 0
    assert (project / "requirements.txt").read_text() == whole


def test_a_package_without_a_wheel_is_refused_and_the_list_stays(
    project: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    lock.main()
    before = (project / "requirements.txt").read_text()
    page = project / "index" / "scree"
    page.mkdir()
    with tarfile.open(page / "scree-1.0.tar.gz", "w:gz") as archive:
        archive.add(project / "requirements.in", "scree-1.0/setup.py")
    (page / "index.html").write_text('<a href="scree-1.0.tar.gz">scree-1.0.tar.gz</a>')
    (project / "requirements.in").write_text("pebble\nscree\n")
    assert lock.main() != 0
    assert "requirements.txt is as it was" in capfd.readouterr().err
    assert (project / "requirements.txt").read_text() == before
