"""`python -m guidepost`."""

from guidepost.cli import main

main()
