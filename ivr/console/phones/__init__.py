"""The phones page of an installation on the simulated carrier.

The page is the simulator's; what it shows of the product, and what it may ask the product to do, stands here.
"""
