"""`python -m thuatngu`."""

from thuatngu.cli import main

if __name__ == "__main__":
    main()
