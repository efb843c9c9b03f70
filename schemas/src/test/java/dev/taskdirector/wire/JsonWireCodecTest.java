package dev.taskdirector.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JsonWireCodecTest {

    private static final List<JoinTask> TASKS = List.of(
            new JoinTask("common", List.of("//common/..."), List.of(), Optional.of(600.0), Optional.of(3600.0)),
            new JoinTask("planning", List.of("//planning/..."), List.of("common"), Optional.empty(), Optional.empty()));
    private static final String DIGEST = SchemaDigest.of("driving", Optional.of("//driving/..."), TASKS);

    private final JsonWireCodec codec = new JsonWireCodec();

    @Test
    void aStatusIsReadWithItsOptionalFieldsAbsentAndItsListsEmpty() {
        assertThat(read("{'v':1,'peer':'p','session':'s','cache':'c','seq':1,'seenEpoch':0,'slots':2,'future':[{}]}"))
                .isEqualTo(new Received.Status(new PeerStatus(
                        1,
                        "p",
                        "s",
                        "c",
                        1,
                        0,
                        2,
                        List.of(),
                        List.of(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty())));
    }

    @Test
    void aJoinIsReadAndWrittenBack() {
        PeerStatus status = joining(join(TASKS, DIGEST, Optional.of(List.of("k1", "k2"))));
        assertThat(codec.readStatusRecord(codec.write(status))).isEqualTo(new Received.Status(status));
    }

    @Test
    void aRecordWithAControlFieldIsAControlRecordWhereverTheFieldStands() {
        Control tick = new Control(1, "c", Control.Kind.TICK, Map.of(), Optional.empty(), Map.of(), Optional.of("m"));
        assertThat(new String(codec.write(tick), UTF_8))
                .isEqualTo(json("{'v':1,'control':'tick','cache':'c','mac':'m'}"));
        assertThat(read("{'v':1,'slots':0,'cache':'c','mac':'m','control':'tick'}"))
                .isEqualTo(new Received.ControlRecord(tick));
    }

    @Test
    void whatIsMissingOrOfTheWrongTypeIsMalformedAndSaidWhere() {
        assertThat(read("")).isEqualTo(malformed("the record is nothing, where an object was expected"));
        assertThat(read("[]")).isEqualTo(malformed("the record is a list, where an object was expected"));
        assertThat(read("{}")).isEqualTo(malformed("the record has no \"v\""));
        assertThat(status("'slots':'two'")).isEqualTo(malformed("slots is a text, where an integer was expected"));
        assertThat(status("'slots':1.5")).isEqualTo(malformed("slots is 1.5, where an integer was expected"));
        assertThat(status("'holding':[{'task':'a'},{'lease':'1.1'}]"))
                .isEqualTo(malformed("holding[1] has no \"task\""));
        assertThat(status("'finished':[{'task':'a','outcome':'fine'}]"))
                .isEqualTo(malformed(
                        "finished[0].outcome is \"fine\"; it must be succeeded, failed, aborted or" + " unavailable"));
        assertThat(status("'join':{'schema':{'id':'x','digest':'y'}}"))
                .isEqualTo(malformed("join.schema.digest is \"y\", which does not match sha256:[0-9a-f]{64}"));
        assertThat(status("'join':{'schema':{'id':'x','digest':'" + DIGEST + "'}}"))
                .isEqualTo(malformed("join has no \"context\""));
        assertThat(status("'token':null"))
                .isEqualTo(malformed("token is null (leave a field without a value out), where a text was expected"));
        assertThat(read("{'v':2}")).isEqualTo(malformed("v is 2; this is version 1"));
        assertThat(read("{'v':1,'peer':'a_b'}"))
                .isEqualTo(malformed("peer is \"a_b\", which does not match [A-Za-z0-9.-]{1,128}"));
        assertThat(codec.readStatusRecord(null)).isEqualTo(malformed("the record has no value"));
    }

    @Test
    void whatSteersATerminalDoesNotComeIntoASentence() {
        assertThat(read("{'v':\u001b[31m\0\u009b}").toString())
                .contains("not JSON")
                .doesNotContainPattern("[\\p{Cntrl}\u009b]");
        assertThat(Sentences.line("a\0b \n c\u001b\u009b\u202e" + "\ud83d" + "d 𐍈"))
                .isEqualTo("a?b c????d 𐍈");
        assertThat(Sentences.line("a".repeat(299) + "𐍈")).isEqualTo("a".repeat(299) + "?…");
        assertThat(Sentences.quoted("a\u009b" + "𐍈")).isEqualTo("\"a?𐍈\"");
    }

    @Test
    void aPeerThatCanBeToldHearsWhichLimitItBroke() {
        assertThat(status("'slots':65")).isEqualTo(beyond("slots is 65; allowed is 1 to 64"));
        assertThat(status("'seq':0")).isEqualTo(beyond("seq is 0; allowed is 1 to 9007199254740991"));
        assertThat(status("'seq':" + "9".repeat(300)))
                .isEqualTo(beyond("seq is 1.0E300; allowed is 1 to 9007199254740991"));
        assertThat(status("'finished':[{'task':'a','outcome':'failed','seconds':1e999}]"))
                .isEqualTo(beyond("finished[0].seconds is Infinity; allowed is 0 to 1000000"));
        assertThat(read("{'slots':65}")).isEqualTo(malformed("slots is 65; allowed is 1 to 64"));
    }

    @Test
    void theRulesOfAJoinAreToldToo() {
        assertThat(refusal(List.of(task("a"), task("a")))).isEqualTo("two tasks of the schema are named \"a\"");
        assertThat(refusal(List.of(task("a", "b"))))
                .isEqualTo("task \"a\" needs \"b\", which is not a task of the schema");
        assertThat(refusal(List.of(task("a", "c"), task("b", "a"), task("c", "b"))))
                .isEqualTo("tasks need each other in a circle: \"a\" needs \"c\" needs \"b\" needs \"a\"");
        assertThat(refusal(List.of(task("a", "a")))).isEqualTo("tasks need each other in a circle: \"a\" needs \"a\"");
        assertThat(reasonOf(joining(join(TASKS, DIGEST, Optional.of(List.of("k1"))))))
                .isEqualTo("there are 1 keys for 2 tasks; each task has one");
        String other = "sha256:" + "0".repeat(64);
        assertThat(reasonOf(joining(join(TASKS, other, Optional.empty()))))
                .isEqualTo("the schema's digest is " + other + ", but that of its tasks is " + DIGEST);
    }

    @Test
    void anAssignmentIsReadAndWrittenBack() {
        PeerAssignment assignment = new PeerAssignment(
                1,
                "p",
                "s",
                "c",
                4,
                9,
                AssignmentState.SCHEMA_WANTED,
                Optional.of("muc9.3.1"),
                List.of(new AssignedTask(
                        "planning",
                        "1.1",
                        480,
                        Optional.of(840.5),
                        Optional.of(2),
                        Optional.of("r"),
                        Optional.of("s"))),
                List.of(new WaitingFor("maps", "q", 1.5, 3)),
                Optional.of(new Progress(40, 12, 3, 0, 3, Optional.of(190.0))),
                Optional.of(new News(
                        33,
                        7,
                        5,
                        Optional.of(new DoneBy("q", Optional.of("4698,7"))),
                        List.of(new BuiltTask("maps", "q", Optional.of(168.2))))),
                List.of(new Failure("x", List.of(new FailedAttempt("q", Optional.of(1))))),
                Optional.of(1),
                Optional.of("because"),
                Optional.of(3000.0),
                5,
                Optional.of("t"));
        assertThat(codec.readAssignment(codec.write(assignment))).isEqualTo(new Read.Ok<>(assignment));
        assertThat(codec.readAssignment("{".getBytes(UTF_8))).isInstanceOf(Read.Malformed.class);
    }

    private Received status(String more) {
        return read("{'v':1,'peer':'p','session':'s','cache':'c','seq':1,'seenEpoch':0,'slots':2," + more + "}");
    }

    private Received read(String json) {
        return codec.readStatusRecord(json(json).getBytes(UTF_8));
    }

    private String refusal(List<JoinTask> tasks) {
        return reasonOf(joining(join(tasks, DIGEST, Optional.empty())));
    }

    private String reasonOf(PeerStatus status) {
        return ((Received.BeyondLimit) codec.readStatusRecord(codec.write(status))).reason();
    }

    private static String json(String json) {
        return json.replace('\'', '"');
    }

    private static Received malformed(String reason) {
        return new Received.Malformed(reason);
    }

    private static Received beyond(String reason) {
        return new Received.BeyondLimit("p", "s", "c", reason);
    }

    private static JoinTask task(String name, String... needs) {
        return new JoinTask(name, List.of("t"), List.of(needs), Optional.empty(), Optional.empty());
    }

    private static Join join(List<JoinTask> tasks, String digest, Optional<List<String>> keys) {
        return new Join(
                new JoinSchema("driving", digest, Optional.of("//driving/..."), Optional.of(tasks)),
                "sha256:1",
                keys,
                true,
                List.of(new Repository("org/driving", "main", "5bfb446", List.of("29fb9"))),
                false,
                Optional.of("4711,3"),
                Optional.of(new Pipeline("gate", Optional.of("dependent"))),
                Map.of("site", "muc"));
    }

    private static PeerStatus joining(Join join) {
        return new PeerStatus(
                1,
                "p",
                "s",
                "c",
                1,
                0,
                2,
                List.of(new Holding("common", Optional.empty())),
                List.of(new Finished(
                        "common",
                        Optional.of("0.1"),
                        Outcome.SUCCEEDED,
                        Optional.of(0),
                        Optional.of(612.4),
                        Optional.of(false))),
                List.of(new Relied("maps", true)),
                Optional.of(join),
                Optional.of(Leaving.CANCELLED),
                Optional.of("t"));
    }
}
