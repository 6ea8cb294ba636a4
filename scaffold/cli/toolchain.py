"""`scaffold toolchain`: the programs that a rehearsal runs, found or built."""

import click


@click.command("toolchain")
@click.option("--find", is_flag=True, help="Only look; build nothing.")
def command(find: bool) -> int:
    """Build etcd, Kubernetes, kwok, Pulumi and its provider from pinned Go modules."""
    from scaffold.rehearse import toolchain

    tools = toolchain.find() if find else toolchain.obtain(click.echo)
    click.echo(f"The toolchain is ready: {tools.bin}")
    return 0
