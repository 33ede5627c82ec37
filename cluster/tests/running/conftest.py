"""Makes the package and the fakes importable in the processes that Ray starts."""

import os
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
PATHS = [str(HERE.parents[1]), str(HERE)]

sys.path[:0] = PATHS
os.environ["PYTHONPATH"] = os.pathsep.join([*PATHS, os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)
# Ray gives its processes the lowest priority but three, at which a machine that is busy with other tests starves them.
os.environ.setdefault("RAY_worker_niceness", "0")
