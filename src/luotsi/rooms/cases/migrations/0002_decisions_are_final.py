"""The database itself refuses to change what was decided; only who decided or wrote it down may be forgotten."""

from django.db import migrations

FIXED = ("case_id", "round", "answer", "reason", "learnt", "look_again_on", "at")


def refuse_changes(apps, schema_editor):
    columns = ", ".join(f'"{name}"' for name in FIXED)
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(
            f"CREATE TRIGGER decision_is_final BEFORE UPDATE OF {columns} ON cases_decision "
            "BEGIN SELECT RAISE(ABORT, 'a decision is never changed'); END"
        )
    elif schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "CREATE FUNCTION cases_decision_is_final() RETURNS trigger AS $$ "
            "BEGIN RAISE integrity_constraint_violation USING MESSAGE = 'a decision is never changed'; END "
            "$$ LANGUAGE plpgsql"
        )
        schema_editor.execute(
            f"CREATE TRIGGER decision_is_final BEFORE UPDATE OF {columns} ON cases_decision "
            "FOR EACH ROW EXECUTE FUNCTION cases_decision_is_final()"
        )


def allow_changes(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER decision_is_final")
    elif schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER decision_is_final ON cases_decision")
        schema_editor.execute("DROP FUNCTION cases_decision_is_final()")


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]
    operations = [migrations.RunPython(refuse_changes, allow_changes)]
