package dev.taskdirector.wire.taskschema;

/** A task and the line on which it begins. */
record PlacedTask(int line, SchemaTask task) {}
