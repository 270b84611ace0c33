"""How fast a full durable turn is over HTTP, beside a bare route with the library's signature check, in one run."""
