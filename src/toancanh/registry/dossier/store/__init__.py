"""Tables and queries of dossiers, their declarations and history, poles, documents and merges."""
