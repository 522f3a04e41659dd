"""The translations, compiled."""

from __future__ import annotations

from app.setup import stamps
from app.setup.console import SetupFailed, run, step
from app.setup.environment import PYTHON, ROOT, VENV

TRANSLATIONS = ROOT / "app" / "translations"


def compile_catalogues() -> None:
    """Compile each catalogue that changed. Raises SetupFailed where one was passed over."""
    sources = sorted(TRANSLATIONS.glob("*/LC_MESSAGES/*.po"))
    if not sources:
        return
    stamp = VENV / "stamps" / "catalogues"
    wanted = stamps.digest(*sources)
    compiled = [source.with_suffix(".mo") for source in sources]
    if stamps.is_current(stamp, wanted) and all(path.exists() for path in compiled):
        return
    with step("Compiling the translations"):
        for source, target in zip(sources, compiled, strict=True):
            compile_one = ["compile", "-i", str(source), "-o", str(target)]
            run([str(PYTHON), "-m", "babel.messages.frontend", *compile_one], cwd=ROOT)
            if not target.exists():  # Babel is silent about a catalogue marked fuzzy
                raise SetupFailed(f"{source} is marked fuzzy and was not compiled.")
    stamps.write(stamp, wanted)
