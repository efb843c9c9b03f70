package dev.taskdirector.coordinator.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds what some tasks are in the run's other plans of the same schema. Where another patchset makes another key, the task is
 * another work, at the same place.
 */
final class Namesakes {

    /** Tasks of all plans that are looked into, the newest plans first. */
    private static final int PLANNED_TASKS = 500_000;

    /** A single plan has nothing to compare with, and is not unpacked. */
    private static final String PLANS = """
            WITH sized AS (
                SELECT id, works, body ->> 'digest' AS digest, sum(cardinality(works)) OVER (ORDER BY id DESC) AS size
                FROM plan WHERE partition = ? AND run = ?)
            SELECT works, digest FROM sized WHERE size <= ? AND (SELECT count(*) FROM sized) > 1 ORDER BY id DESC
            """;

    private Namesakes() {}

    private record Plan(String digest, List<Long> works) {}

    private record Place(String digest, int position) {}

    /** Works by the name of their task, given names by works. No row of a work is read. */
    static Map<String, Set<Long>> of(Connection connection, RunEntity run, Map<Long, List<String>> names)
            throws SQLException {
        List<Plan> plans = plans(connection, run);
        Map<String, Set<Place>> places = new LinkedHashMap<>();
        for (Plan plan : plans) {
            for (int position = 0; position < plan.works.size(); position++) {
                for (String name : names.getOrDefault(plan.works.get(position), List.of())) {
                    places.computeIfAbsent(name, first -> new LinkedHashSet<>()).add(new Place(plan.digest, position));
                }
            }
        }
        Map<String, Set<Long>> works = new LinkedHashMap<>();
        places.forEach((name, itsPlaces) -> {
            Set<Long> named = new LinkedHashSet<>();
            itsPlaces.forEach(place -> plans.forEach(plan -> addWorkAt(place, plan, named)));
            works.put(name, named);
        });
        return works;
    }

    private static void addWorkAt(Place place, Plan plan, Set<Long> works) {
        if (plan.digest.equals(place.digest) && place.position < plan.works.size()) {
            works.add(plan.works.get(place.position));
        }
    }

    private static List<Plan> plans(Connection connection, RunEntity run) throws SQLException {
        List<Plan> plans = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(PLANS)) {
            new Parameters(statement).integer(run.partition).text(run.id).integer(PLANNED_TASKS);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    List<Long> works = List.of((Long[]) result.getArray(1).getArray());
                    plans.add(new Plan(result.getString(2), works));
                }
            }
        }
        return plans;
    }
}
