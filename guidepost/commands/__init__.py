"""One module a command; each has a `command` function, or an `app` of several, and is imported only when called."""
