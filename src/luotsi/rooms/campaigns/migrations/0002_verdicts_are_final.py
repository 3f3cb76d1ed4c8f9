"""The database itself refuses to change what a verdict said; only who stands behind it may be forgotten."""

from django.db import migrations

FIXED = ("campaign_id", "word", "findings", "data", "digest", "invited", "at")


def refuse_changes(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        columns = ", ".join(f'"{name}"' for name in FIXED)
        schema_editor.execute(
            f"CREATE TRIGGER verdict_is_final BEFORE UPDATE OF {columns} ON campaigns_verdict "
            "BEGIN SELECT RAISE(ABORT, 'a verdict is never changed'); END"
        )
    elif schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "CREATE FUNCTION campaigns_verdict_is_final() RETURNS trigger AS $$ "
            "BEGIN RAISE integrity_constraint_violation USING MESSAGE = 'a verdict is never changed'; END $$ LANGUAGE plpgsql"
        )
        columns = ", ".join(f'"{name}"' for name in FIXED)
        schema_editor.execute(
            f"CREATE TRIGGER verdict_is_final BEFORE UPDATE OF {columns} ON campaigns_verdict "
            "FOR EACH ROW EXECUTE FUNCTION campaigns_verdict_is_final()"
        )


def allow_changes(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER verdict_is_final")
    elif schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER verdict_is_final ON campaigns_verdict")
        schema_editor.execute("DROP FUNCTION campaigns_verdict_is_final()")


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0001_initial")]
    operations = [migrations.RunPython(refuse_changes, allow_changes)]
