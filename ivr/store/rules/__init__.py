"""What holds for every store alike: which kinds of rows there are, and which keys."""
