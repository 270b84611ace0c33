"""`python -m ivr.settings env|table`: prints .env.example or the README's table, and nothing else."""

import sys

from ivr.settings import example, markdown

PAGES = {"env": example, "table": markdown}

if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in PAGES:
        sys.exit("python -m ivr.settings env|table")
    print(PAGES[sys.argv[1]](), end="")
