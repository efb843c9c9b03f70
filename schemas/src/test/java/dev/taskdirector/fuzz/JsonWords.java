package dev.taskdirector.fuzz;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Gives Jazzer what hostile records are made of. {@link JsonPieces} has the same for each build. */
@DictionaryEntries({
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\\",
    "\\ud800",
    "\\u0000",
    "\ufeff",
    "null",
    "true",
    "[]",
    "{}",
    "\"\"",
    "0",
    "-1",
    "65",
    "1e999999999",
    "-0.0",
    "3.0",
    "9007199254740992",
    "𐍈",
    "\"control\":\"tick\",",
    "\"v\":1,",
    "\"seq\":2,",
    "\"seenEpoch\":1,",
    "\"slots\":64,",
    "\"token\":\"t\",",
    "\"session\":\"s\",",
    "\"holding\":[{\"task\":\"a\",\"lease\":\"1.1\"}],",
    "\"finished\":[{\"task\":\"a\",\"outcome\":\"failed\"}],",
    "\"leaving\":\"complete\",",
    "\"join\":{",
    "\"tasks\":[",
    "\"needs\":[\"a\"],",
    "\"keys\":[\"k\"],",
    "\"expectedSeconds\":0.0004,"
})
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface JsonWords {}
