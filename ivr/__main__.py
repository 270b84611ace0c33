"""`python -m ivr`: hands the command line to ivr.cli and decides nothing itself."""

from ivr.cli import main

if __name__ == "__main__":
    main()
