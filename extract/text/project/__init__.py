"""The money of the report on one project, special fund or transfer: what each figure is, decided in `account` alone."""
