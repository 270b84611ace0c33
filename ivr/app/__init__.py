"""Where the parts are put together: the only place that knows every room. Nothing imports it but the commands."""
