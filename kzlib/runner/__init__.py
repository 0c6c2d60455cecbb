"""Running notebooks headlessly: strict parameters, a process each, figures swapped in together."""
