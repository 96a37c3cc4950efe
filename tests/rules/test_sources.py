"""The repository's own laws about its sources."""

import ast
import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "toancanh"
MAX_LINES = 600
ONE_FILE = {"src/toancanh/evidence/verifier/verify.py"}  # what a court runs must be one file: docs/decisions/0008

CLOCKS = {
    ("time", "time"), ("time", "time_ns"), ("time", "gmtime"), ("time", "localtime"), ("time", "strftime"),
    ("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"),
}  # fmt: skip


def tracked() -> list[Path]:
    """What git tracks and what is about to be: ignored files are not ours to judge."""
    command = ["git", "-c", "safe.directory=*", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode()
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def text_files() -> Iterator[tuple[Path, str]]:
    for path in tracked():
        content = path.read_bytes()
        if b"\0" not in content[:8192]:
            yield path, content.decode("utf-8")


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_no_path_of_a_machine() -> None:
    machine = re.compile(r"(?<![\w./-])/(?:work|root|home|Users)/\w|/opt/(?:pypi|wheels)")
    found = [
        f"{name_of(path)}:{number}: {line.strip()[:100]}"
        for path, content in text_files()
        for number, line in enumerate(content.splitlines(), 1)
        if machine.search(line) and "package-lock.json" not in path.name
    ]
    assert not found, "\n".join(found)


def test_no_registry_in_a_lock_file() -> None:
    locks = [path for path in tracked() if re.fullmatch(r"package-lock\.json|requirements.*\.txt", path.name)]
    assert locks
    hosts = re.compile(r"registry\.\w+|pypi\.org|pythonhosted|--(extra-)?index-url|--find-links|\"resolved\"")
    for path in locks:
        assert not hosts.search(path.read_text(encoding="utf-8")), f"{name_of(path)} names a registry"


@pytest.mark.parametrize(
    "name", ["requirements.txt", "requirements-build.txt", "requirements-dev.txt", "requirements-city.txt"]
)
def test_every_requirement_is_pinned_with_hashes(name: str) -> None:
    content = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in content.splitlines() if line and not line.lstrip().startswith("#")]
    assert lines
    for line in lines:
        assert re.match(r"[\w.-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", line), line[:80]


def test_the_console_pins_exact_versions() -> None:
    manifest = json.loads((ROOT / "console" / "package.json").read_text(encoding="utf-8"))
    for name, version in {**manifest["dependencies"], **manifest["devDependencies"]}.items():
        assert re.fullmatch(r"\d+\.\d+\.\d+", version), f"{name} {version}"


def test_no_file_grows_without_end() -> None:
    sources = [(path, content) for path, content in text_files() if path.suffix in {".py", ".ts", ".tsx"}]
    generated = re.compile(r"^(//|/\*|#|\s|\*)*.*\b(generated|do not edit)\b", re.IGNORECASE)
    found = [
        f"{name_of(path)} has {content.count(chr(10))} lines"
        for path, content in sources
        if content.count("\n") > MAX_LINES
        and name_of(path) not in ONE_FILE
        and not any(generated.match(line) for line in content.splitlines()[:5])
    ]
    assert not found, "\n".join(found)


def test_who_catches_everything_is_a_supervisor_and_reports_it() -> None:
    """It gives the fault to one who writes it down (`Log.crash`), or raises it again."""
    broad = {"Exception", "BaseException"}
    found = set()
    for path in modules():
        text = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(text)) if re.search(r"Exception\b|except\s*:", text) else ():
            if isinstance(node, ast.ExceptHandler):
                caught = {part.id for part in ast.walk(node.type) if isinstance(part, ast.Name)} if node.type else broad
                raised = any(isinstance(part, ast.Raise) and part.exc is None for part in ast.walk(node))
                calls = [part for part in ast.walk(node) if isinstance(part, ast.Call)]
                given = {value.id for call in calls for value in call.args if isinstance(value, ast.Name)}
                if caught & broad and not raised and node.name not in given:
                    found.add(f"{name_of(path)}:{node.lineno}")
    assert not found


def test_nobody_but_the_kernel_reads_the_wall_clock() -> None:
    found = []
    asks = re.compile("|".join(rf"\b{owner}\s*\.\s*{name}\b" for owner, name in CLOCKS))  # what to parse at all
    for path in modules():
        if path.parent.name == "kernel":
            continue
        text = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(text)) if asks.search(text) else ():
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                owner = node.func.value
                holder = owner.id if isinstance(owner, ast.Name) else getattr(owner, "attr", "")
                if (holder, node.func.attr) in CLOCKS:
                    found.append(f"{name_of(path)}:{node.lineno}: {holder}.{node.func.attr}")
    assert not found, "\n".join(found)


def test_no_name_without_a_home() -> None:
    homeless = {"utils", "util", "helpers", "helper", "common", "manager", "misc"}
    assert not [name_of(path) for path in modules() if homeless & {path.stem, *path.relative_to(PACKAGE).parts}]


def test_nothing_is_left_for_later() -> None:
    later = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    sources = [(path, content) for path, content in text_files() if path.suffix in {".py", ".ts", ".tsx"}]
    assert not [name_of(path) for path, content in sources if later.search(content) and path != Path(__file__)]


def test_who_reaches_for_a_cameras_pictures_from_outside_of_media_is_known() -> None:
    """Whoever is new here shows pixels on a way of its own: it joins `media.picture_paths`, with its case of masks."""
    reaching = re.compile(r"^from toancanh\.media\.(archive|pictures|playback|rendition|routes)\b", re.MULTILINE)
    found = {
        path.relative_to(PACKAGE).as_posix()
        for path in modules()
        if PACKAGE / "media" not in path.parents
        and PACKAGE / "evidence" not in path.parents  # one way: a package, which stands in the list
        and reaching.search(path.read_text())
    }
    assert found == {
        "bootstrap/platform.py",  # wires the archive
        "bootstrap/site_copy/footage.py",  # reads files for their digests, at the machine
        "bootstrap/site_copy/secrets.py",  # the object store's secret
        "health/recorded.py",  # sums of seconds
        "health/routes/__init__.py",  # fault pictures and approved views, in the list
        "health/routes/kept.py",  # how these, and pictures of incidents, are given out
        "health/service.py",  # the archive, for those sums
        "health/watching/device_words.py",  # writes marks
        "health/watching/looks.py",  # gives on what was found in a picture
        "health/watching/watch.py",  # its workers
        "health/watching/worker.py",
        "health/repairs/live_looks.py",  # gives on the size of a picture and when it was taken
        "health/repairs/service.py",  # the index, for marks and gaps
        "health/repairs/uptime/counting.py",
        "health/repairs/uptime/reports.py",
        "health/repairs/works.py",  # writes marks
        "vision/confined/coded.py",  # gives on what was found in pictures: kinds and boxes
        "vision/confined/eye.py",
        "vision/confined/process.py",
        "planning/consultation/live_pictures.py",  # gives on the size of a picture and when it was taken
        "traffic/incidents/routes.py",  # pictures of incidents, in the list
        "traffic/steps.py",  # time zones by their names
        "web/app.py",  # mounts the routes
        "web/first_pictures.py",  # the connection test of onboarding; its key frame is thrown away
        "web/health.py",  # figures of the disks
        "web/maps.py",  # the states of cameras
        "web/ports.py",
    }
