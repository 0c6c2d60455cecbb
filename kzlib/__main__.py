"""``python -m kzlib`` is the shell."""

from kzlib.cli import main

if __name__ == "__main__":
    main()
