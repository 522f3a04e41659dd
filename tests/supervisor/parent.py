"""The parent of these tests: the real Supervisor over the small programs named in a JSON file."""

import json
import sys
from pathlib import Path

from app.supervisor.child import Program
from app.supervisor.supervisor import Supervisor

plan = json.loads(Path(sys.argv[1]).read_text())
programs = [Program(name, (sys.executable, "-c", code)) for name, code in plan["programs"].items()]
supervisor = Supervisor(
    programs,
    grace=plan["grace"],
    ready=lambda: plan["ready"],
    when_ready=lambda: "all started",
)
sys.exit(supervisor.run())
