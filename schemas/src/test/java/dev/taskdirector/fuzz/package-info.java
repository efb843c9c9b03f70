/**
 * What fuzz targets of all modules share: a corpus, mutations of it that are the same in each build, and bounds on time and
 * memory. Jazzer fuzzes the same targets with the profile {@code fuzz}.
 */
@NullMarked
package dev.taskdirector.fuzz;

import org.jspecify.annotations.NullMarked;
