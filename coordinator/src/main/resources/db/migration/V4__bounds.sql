-- How much a partition may hold stands together in its settings; two of the bounds are new and have their defaults.
UPDATE partition_state
SET body = jsonb_set(
    body::jsonb #- '{settings,maxPeers}',
    '{settings,bounds}',
    jsonb_build_object(
        'peers', body::jsonb #> '{settings,maxPeers}', 'works', 500000, 'plannedTasks', 2000000))::json;
