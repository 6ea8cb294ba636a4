"""The pipelines of generated repositories, run here with stand-ins for what is not here."""
