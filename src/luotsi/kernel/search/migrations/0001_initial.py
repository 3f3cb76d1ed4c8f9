from django.db import migrations

CREATE = {
    "sqlite": ["CREATE VIRTUAL TABLE search_document USING fts5(stems, prefix='2 3', tokenize='unicode61')"],
    "postgresql": [
        "CREATE TABLE search_document (id bigint PRIMARY KEY, stems tsvector NOT NULL)",
        "CREATE INDEX search_document_stems ON search_document USING gin (stems)",
    ],
}


def create(apps, schema_editor):
    for statement in CREATE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    schema_editor.execute("DROP TABLE search_document")


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [migrations.RunPython(create, drop)]
