"""What the machine itself must bring, and how it gets it where it is Debian or Ubuntu."""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.setup.console import SetupFailed, step

APT_ENV = {"DEBIAN_FRONTEND": "noninteractive"}
SYSTEM_PATHS = "/usr/local/sbin:/usr/sbin:/sbin:/usr/local/bin:/usr/bin:/bin"


@dataclass(frozen=True)
class Need:
    """Something of the machine: how its presence is seen, and its packages by installer."""

    title: str
    present: Callable[[], bool]
    packages: Mapping[str, tuple[str, ...]]


def has_library(name: str) -> bool:
    """Say whether the shared library `name` (as in libpango-1.0) can be loaded."""
    for path in (f"{name}.so.0", f"{name}.0.dylib", f"/opt/homebrew/lib/{name}.0.dylib"):
        try:
            ctypes.CDLL(path)
        except OSError:
            continue
        return True
    return False


def has_pdf_libraries() -> bool:
    """Say whether WeasyPrint finds Pango, and the subsetter without which it is 13 times slower."""
    return all(map(has_library, ("libpango-1.0", "libpangoft2-1.0", "libharfbuzz-subset")))


def has_fonts(language: str, *families: str) -> bool:
    """Say whether fontconfig knows all these font families for a language (as in zh-cn)."""
    listing = shutil.which("fc-list", path=f"{os.environ.get('PATH', '')}:{SYSTEM_PATHS}")
    if listing is None:
        return False
    found = subprocess.run([listing, f":lang={language}", "family"], capture_output=True, text=True)
    return all(name in found.stdout for name in families)


def has_venv() -> bool:
    """Say whether this Python can make environments (Debian takes the parts out)."""
    return all(importlib.util.find_spec(name) for name in ("venv", "ensurepip"))


def chromium() -> str | None:
    """Return the path of a Chromium that the tests can drive, or None.

    Ubuntu's is a snap that cannot be driven from outside; there Playwright brings its own.
    """
    for name in ("chromium", "google-chrome"):
        found = shutil.which(name, path=f"{os.environ.get('PATH', '')}:{SYSTEM_PATHS}")
        if found and "snap" not in os.path.realpath(found):
            return found
    kept = Path.home() / ".cache" / "ms-playwright"
    return next((str(path) for path in sorted(kept.glob("chromium-*/chrome-linux*/chrome"))), None)


def distribution() -> str:
    """Return the names of the Linux distribution and of those it is like, or an empty text."""
    release = Path("/etc/os-release")
    lines = release.read_text(encoding="utf-8").splitlines() if release.exists() else []
    return " ".join(line for line in lines if line.startswith(("ID=", "ID_LIKE=")))


VENV = Need(
    "Python's venv",
    has_venv,
    {"apt-get": (f"python{sys.version_info[0]}.{sys.version_info[1]}-venv",)},
)
PDF_LIBRARIES = Need(
    "Pango and HarfBuzz, for PDF",
    has_pdf_libraries,
    {
        "apt-get": ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"),
        "dnf": ("pango", "harfbuzz"),
        "pacman": ("pango", "harfbuzz"),
        "brew": ("pango", "harfbuzz"),
    },
)
CJK_FONTS = Need(
    "the Noto CJK fonts, for PDF",  # the full ones: rare characters of names stand in no other
    lambda: has_fonts("zh-cn", "Noto Serif CJK SC", "Noto Sans CJK SC"),
    {
        "apt-get": ("fonts-noto-cjk", "fontconfig"),
        "dnf": ("google-noto-sans-cjk-fonts", "google-noto-serif-cjk-fonts", "fontconfig"),
        "pacman": ("noto-fonts-cjk", "fontconfig"),
        "brew": ("font-noto-sans-cjk", "font-noto-serif-cjk", "fontconfig"),
    },
)
LATIN_FONT = Need(
    "the Liberation fonts, for PDF",
    lambda: has_fonts("en", "Liberation Serif"),
    {
        "apt-get": ("fonts-liberation", "fontconfig"),
        "dnf": ("liberation-serif-fonts", "fontconfig"),
        "pacman": ("ttf-liberation", "fontconfig"),
        "brew": ("font-liberation", "fontconfig"),
    },
)
PRINTING = (PDF_LIBRARIES, CJK_FONTS, LATIN_FONT)
CHROMIUM = Need(
    "Chromium, for the tests",
    lambda: chromium() is not None,
    {"apt-get": ("chromium",), "dnf": ("chromium",), "pacman": ("chromium",)},
)


def install_command(installer: str, packages: Sequence[str], *, root: bool) -> list[str]:
    """Return the one command that installs `packages` with `installer`, by sudo unless root."""
    options = {
        "apt-get": ["install", "-y", "--no-install-recommends"],
        "dnf": ["install", "-y"],
        "pacman": ["-S", "--needed", "--noconfirm"],
        "brew": ["install"],
    }[installer]
    by_sudo = [] if root or installer == "brew" else ["sudo"]
    return [*by_sudo, installer, *options, *packages]


def require(*needs: Need) -> None:
    """See to it that the machine brings `needs`; on Debian and Ubuntu, install what is missing.

    Raises SetupFailed with the exact command where set-up may not run it itself.
    """
    missing = [need for need in needs if not need.present()]
    if not missing:
        return
    installer = next(filter(shutil.which, ("apt-get", "dnf", "pacman", "brew")), None)
    packages = [name for need in missing for name in need.packages.get(installer or "", ())]
    titles = "; ".join(need.title for need in missing)
    if installer is None or not packages:
        raise SetupFailed(f"This machine lacks: {titles}. Install it, then run make again.")
    command = install_command(installer, packages, root=os.geteuid() == 0)
    if installer == "apt-get" and may_install():
        with step(f"Installing {titles}"):
            apt_install(packages)
        missing = [need for need in needs if not need.present()]
    if missing:
        exact = " ".join(command)
        raise SetupFailed(f"This machine lacks: {titles}. Run this, then make again:\n\n  {exact}")


def may_install() -> bool:
    """Say whether set-up is root, or may become it by sudo (asking only at a terminal)."""
    if os.geteuid() == 0:
        return True
    if shutil.which("sudo") is None:
        return False
    quietly = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)
    return quietly.returncode == 0 or sys.stdin.isatty()


def apt_install(packages: Sequence[str]) -> None:
    """Install `packages` with apt; fetch the package lists first if they are missing or old."""
    root = os.geteuid() == 0
    path = f"{os.environ.get('PATH', '')}:{SYSTEM_PATHS}"
    env = {**os.environ, **APT_ENV, "PATH": path}  # dpkg stops where it cannot find ldconfig
    install = install_command("apt-get", packages, root=root)
    update = [*install[: install.index("apt-get")], "apt-get", "update"]
    for command in (install, update, install):
        done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
        if command is install and done.returncode == 0:
            return
    print(done.stdout, done.stderr, sep="")
