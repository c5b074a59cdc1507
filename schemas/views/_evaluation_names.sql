LEFT JOIN organizations o ON o.id = e.organization_id
LEFT JOIN codes s ON s.kind = 'scope' AND s.code = e.scope
