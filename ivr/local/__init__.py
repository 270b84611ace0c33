"""Everything on one machine: embedded servers and the tree of processes that `ivr run` keeps alive.

It decides what is started and when it is started again; what the children do is theirs.
"""
