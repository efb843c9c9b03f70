package dev.taskdirector.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SecretsTest {

    private static final byte[] SECRET = "one secret".getBytes(UTF_8);
    private static final byte[] NEXT = "another secret".getBytes(UTF_8);

    @Test
    void aTokenIsItsSessionsAlone() {
        SessionTokens tokens = new SessionTokens(SECRET, Optional.empty());
        String token = tokens.tokenFor("p", "s", "c");
        assertThat(tokens.isTokenOf(token, "p", "s", "c")).isTrue();
        assertThat(tokens.isTokenOf(token, "ps", "", "c")).isFalse();
        assertThat(tokens.isTokenOf(token, "p", "s", "d")).isFalse();
        assertThat(tokens.isTokenOf("", "p", "s", "c")).isFalse();
        assertThat(tokens.isTokenOf(token + "é", "p", "s", "c")).isFalse();
    }

    @Test
    void aTokenIsTheDocumentedCode() throws Exception {
        byte[] message = ("\0\0\0\27task-director/session/1\0\0\0\1p\0\0\0\2se\0\0\0\1c").getBytes(ISO_8859_1);
        var mac = javax.crypto.Mac.getInstance("HmacSHA256");
        mac.init(new javax.crypto.spec.SecretKeySpec(SECRET, "HmacSHA256"));
        String expected = java.util.Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal(message));
        assertThat(new SessionTokens(SECRET, Optional.empty()).tokenFor("p", "se", "c"))
                .isEqualTo(expected);
    }

    @Test
    void aTokenUnderThePreviousSecretIsTakenAndNewOnesAreUnderThePresentOne() {
        String old = new SessionTokens(SECRET, Optional.empty()).tokenFor("p", "s", "c");
        SessionTokens both = new SessionTokens(NEXT, Optional.of(SECRET));
        assertThat(both.isTokenOf(old, "p", "s", "c")).isTrue();
        assertThat(both.tokenFor("p", "s", "c")).isNotEqualTo(old);
        assertThat(new SessionTokens(NEXT, Optional.empty()).isTokenOf(old, "p", "s", "c"))
                .isFalse();
    }

    @Test
    void aControlRecordIsProvenOnlyAsItWasSigned() {
        ControlMac mac = new ControlMac(SECRET, Optional.empty());
        Control signed = mac.sign(control(Map.of("a", "1", "b", "2")));
        assertThat(mac.isProven(signed)).isTrue();
        assertThat(mac.isProven(control(Map.of("a", "1")))).isFalse();
        Control changed = new Control(
                1, "c", Control.Kind.SETTINGS, Map.of("a", "1", "b", "3"), Optional.empty(), Map.of(), signed.mac());
        assertThat(mac.isProven(changed)).isFalse();
        assertThat(mac.macOf(control(Map.of("a", "1b", "", "2"))))
                .isNotEqualTo(signed.mac().orElseThrow());
    }

    @Test
    void tokensAreBlankedAndNothingElse() {
        assertThat(blanked("{\"v\":1,\"token\":\"abc.-_\",\"x\":\"token\"}"))
                .isEqualTo("{\"v\":1,\"token\":\"\",\"x\":\"token\"}");
        assertThat(blanked("{\"mac\" :\n\"a\\\"b\" , \"y\":2}")).isEqualTo("{\"mac\" :\n\"\" , \"y\":2}");
        assertThat(blanked("{\"\\u0074oken\":\"abc\"}")).isEqualTo("{\"\\u0074oken\":\"\"}");
        assertThat(blanked("{\"token\":12345,\"a\":1}")).isEqualTo("{\"token\":\"\",\"a\":1}");
        assertThat(blanked("{\"token\":[\"a]\",{\"b\":\"c\"}],\"a\":1}")).isEqualTo("{\"token\":\"\",\"a\":1}");
        assertThat(blanked("no \u00ff JSON at all \"")).isEqualTo("no \u00ff JSON at all \"");
    }

    @Test
    void tokensOfBrokenRecordsAreBlankedToo() {
        assertThat(blanked("{\"a\":\"x\"\",\"token\":\"secret\"}")).isEqualTo("{\"a\":\"x\"\",\"token\":\"\"}");
        assertThat(blanked("{\"token\":\"secr")).isEqualTo("{\"token\":\"\"");
        assertThat(blanked("{\"token\":\"secr\\")).isEqualTo("{\"token\":\"\"");
        assertThat(blanked("{\"token\":")).isEqualTo("{\"token\":");
        assertThat(blanked("{\"token\":[[[")).isEqualTo("{\"token\":\"\"");
    }

    @Test
    void whatIsSaidOfABrokenRecordDoesNotRepeatIt() {
        for (String broken : java.util.List.of("{\"token\":geheim}", "{\"session\":geheim,", "geheim", "{geheim:1}")) {
            assertThat(new JsonWireCodec().readStatusRecord(broken.getBytes(UTF_8)))
                    .isInstanceOfSatisfying(
                            Received.Malformed.class,
                            it -> assertThat(it.reason()).doesNotContain("geheim"));
        }
    }

    @Test
    void sessionIdsAreBlankedWhetherOrNotTheRecordCanBeRead() {
        assertThat(blanked("{\"peer\":\"p\",\"session\":\"0192f0c4\",\"seenEpoch\":0}"))
                .isEqualTo("{\"peer\":\"p\",\"session\":\"\",\"seenEpoch\":0}");
        assertThat(blanked("{\"seenEpoch\":4,\"session\" : \"0192f0c4\"}"))
                .isEqualTo("{\"seenEpoch\":4,\"session\" : \"\"}");
        assertThat(blanked("{{\"session\":\"0192f")).isEqualTo("{{\"session\":\"\"");
        assertThat(blanked("session\",\"session\":\"0192f0c4\",\"token\":\"t\""))
                .isEqualTo("session\",\"session\":\"\",\"token\":\"\"");
        String escaped = "\"\\u0073\\u0065\\u0073\\u0073\\u0069\\u006f\\u006e\":";
        assertThat(blanked(escaped + "\"0192f0c4\"")).isEqualTo(escaped + "\"\"");
        assertThat(blanked("{\"sessions\":\"x\",\"x\":\"session\"}"))
                .isEqualTo("{\"sessions\":\"x\",\"x\":\"session\"}");
    }

    @Test
    void ofWideCharactersNothingIsKept() {
        String status = "{\"peer\":\"p\",\"session\":\"0192f0c4\"}";
        for (String charset : java.util.List.of("UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE")) {
            for (String text : java.util.List.of(status, "\ufeff" + status, " " + status)) {
                assertThat(BlankedTokens.of(text.getBytes(Charset.forName(charset))))
                        .as(charset)
                        .isEmpty();
            }
        }
        assertThat(blanked("{\"a\"\0")).isEqualTo("{\"a\"\0");
        assertThat(blanked("\0")).isEmpty();
        assertThat(blanked("")).isEmpty();
    }

    private static String blanked(String text) {
        return new String(BlankedTokens.of(text.getBytes(ISO_8859_1)), ISO_8859_1);
    }

    private static Control control(Map<String, String> settings) {
        return new Control(1, "c", Control.Kind.SETTINGS, settings, Optional.empty(), Map.of(), Optional.empty());
    }
}
