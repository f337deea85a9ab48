"""Cases: pages with what is to be read from them, and what a change in the code moves."""
