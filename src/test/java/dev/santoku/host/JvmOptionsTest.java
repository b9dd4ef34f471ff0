package dev.santoku.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JvmOptionsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "-XX:+UseG1GC",
                "-XX:+UseZGC",
                "-XX:-UseSerialGC",
                "-Duser.language=ar",
                "-Duser.language.format=fa",
                "-Duser.country=EG",
                "\"-Duser.language=ar\"",
                "-Xlog:gc",
                "-Xlog",
                "-verbose:gc",
                "-XX:+PrintFlagsFinal",
                "-showversion"
            })
    void collectorLanguageAndLogAreSetAside(String option) {
        Map<String, String> environment = new TreeMap<>(Map.of("JAVA_TOOL_OPTIONS", option));

        assertThat(JvmOptions.told(environment))
                .hasValueSatisfying(told -> assertThat(told).contains(option + " of JAVA_TOOL_OPTIONS"));
        JvmOptions.setAside(environment);
        assertThat(environment).isEmpty();
        assertThat(JvmOptions.told(environment)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-Xmx4g",
                "-javaagent:a.jar=x",
                "-Xlog:gc:file=gc.log",
                "-XX:+UseGCOverheadLimit",
                "-Djava.io.tmpdir=/a b",
                "-Duser.home=/x",
                "-Dname='-XX:+UseG1GC'"
            })
    void allElseStays(String option) {
        Map<String, String> environment = new TreeMap<>(Map.of("_JAVA_OPTIONS", option));

        JvmOptions.setAside(environment);
        assertThat(environment).containsExactly(Map.entry("_JAVA_OPTIONS", option));
        assertThat(JvmOptions.told(environment)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "-Xmx1g   -XX:+UseG1GC -Dx='a  b', -Xmx1g -Dx='a  b'",
        "-Da=\"x -XX:+UseZGC\" -XX:+UseZGC, -Da=\"x -XX:+UseZGC\"",
    })
    void quotedWordsStayTogether(String before, String after) {
        Map<String, String> environment = new TreeMap<>(Map.of("JDK_JAVA_OPTIONS", before));

        JvmOptions.setAside(environment);
        assertThat(environment).containsExactly(Map.entry("JDK_JAVA_OPTIONS", after));
    }

    @Test
    void otherVariablesAreLeftAlone() {
        Map<String, String> environment = new TreeMap<>(Map.of("OPTS", "-XX:+UseG1GC"));

        JvmOptions.setAside(environment);
        assertThat(environment).containsEntry("OPTS", "-XX:+UseG1GC");
    }
}
