"""`ivr schema`: the language as a JSON Schema, for editors. It changes nothing."""

from __future__ import annotations

import json

import click

from ivr.authoring.schema import of_business, of_flows


@click.command()
@click.option("--business", is_flag=True, help="Of business.yaml, instead of the flows beside it.")
def schema(business: bool) -> None:
    """Print the JSON Schema of call flows, with which an editor completes keys and tells what they mean.

    \b
    Examples:
      ivr schema > callflows/flow.schema.json
      ivr schema --business > callflows/business.schema.json
    """
    click.echo(json.dumps(of_business() if business else of_flows(), ensure_ascii=False, indent=1))
