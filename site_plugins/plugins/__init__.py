"""MkDocs' doors. Only this folder and ``overrides/`` know MkDocs and Material."""
