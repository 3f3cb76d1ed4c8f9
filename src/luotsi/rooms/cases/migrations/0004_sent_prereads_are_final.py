"""The database itself keeps what was sent as it was sent; only forgetting somebody, with its moment, changes a copy."""

from django.db import migrations

FIXED = ("case_id", "round", "words", "presents_on", "at")


def refuse_changes(apps, schema_editor):
    columns = ", ".join(f'"{name}"' for name in FIXED)
    if schema_editor.connection.vendor == "sqlite":
        for name, when in ((columns, ""), ('"document"', "WHEN NEW.forgot_at IS OLD.forgot_at")):
            trigger = "sending_copy_is_final" if when else "sending_is_final"
            schema_editor.execute(
                f"CREATE TRIGGER {trigger} BEFORE UPDATE OF {name} ON cases_sending {when} "
                "BEGIN SELECT RAISE(ABORT, 'what was sent is never changed'); END"
            )
    elif schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "CREATE FUNCTION cases_sending_is_final() RETURNS trigger AS $$ "
            "BEGIN RAISE integrity_constraint_violation USING MESSAGE = 'what was sent is never changed'; END "
            "$$ LANGUAGE plpgsql"
        )
        for name, when in (
            (columns, ""),
            ('"document"', "WHEN (NEW.forgot_at IS NOT DISTINCT FROM OLD.forgot_at)"),
        ):
            trigger = "sending_copy_is_final" if when else "sending_is_final"
            schema_editor.execute(
                f"CREATE TRIGGER {trigger} BEFORE UPDATE OF {name} ON cases_sending FOR EACH ROW {when} "
                "EXECUTE FUNCTION cases_sending_is_final()"
            )


def allow_changes(apps, schema_editor):
    table = " ON cases_sending" if schema_editor.connection.vendor == "postgresql" else ""
    for trigger in ("sending_is_final", "sending_copy_is_final"):
        schema_editor.execute(f"DROP TRIGGER {trigger}{table}")
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION cases_sending_is_final()")


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_prereads_and_wins")]
    operations = [migrations.RunPython(refuse_changes, allow_changes)]
