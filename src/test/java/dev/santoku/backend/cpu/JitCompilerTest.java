package dev.santoku.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What JVMs say of themselves, as they were seen to say it, and what follows. */
class JitCompilerTest {
    private static final String HOTSPOT = "OpenJDK 64-Bit Server VM";
    private static final String PLAIN = "/usr/bin/java -cp a.jar Main";

    private static String neverAsked(String flag) {
        throw new AssertionError("asking HotSpot for %s takes long, and nothing is doubtful".formatted(flag));
    }

    private static JitCompiler compiler(String vm, String mode, int java, String command, UnaryOperator<String> flags) {
        return new JitCompiler(vm, mode, "25.0.3+9-LTS", java, false, command, "", flags);
    }

    private static JitCompiler withFlag(String command, String name, String value) {
        Map<String, String> usual = Map.of("UseCompiler", "true", "UseFMA", "true", "MaxVectorSize", "64");
        return compiler(
                HOTSPOT, "mixed mode", 17, command, flag -> flag.equals(name) ? value : usual.getOrDefault(flag, ""));
    }

    @Test
    void hotSpotAsItComesHasC2AndIsNotAskedForFlags() {
        for (String mode : new String[] {"mixed mode, sharing", "compiled mode, sharing"}) {
            JitCompiler compiler =
                    compiler(HOTSPOT, mode, JitCompiler.NEWEST_TESTED, PLAIN, JitCompilerTest::neverAsked);
            assertThat(compiler.obstacleOfThisJava()).isEmpty();
            assertThat(compiler.obstacleHere()).isEmpty();
        }
    }

    @Test
    void otherJvmsAndNewerJavaAreRefusedWithTheCure() {
        assertThat(compiler("Eclipse OpenJ9 VM", "", 21, PLAIN, JitCompilerTest::neverAsked)
                        .obstacleOfThisJava())
                .hasValueSatisfying(reason -> assertThat(reason)
                        .contains("Eclipse OpenJ9 VM, is not HotSpot", "use an OpenJDK")
                        .doesNotContain("\n"));
        assertThat(compiler(HOTSPOT, "mixed mode", JitCompiler.NEWEST_TESTED + 1, PLAIN, JitCompilerTest::neverAsked)
                        .obstacleOfThisJava())
                .hasValueSatisfying(reason ->
                        assertThat(reason).contains("Java 26 is newer than Java 25", "-Dsantoku.vector=true"));
        assertThat(new JitCompiler(
                                "Substrate VM", "static mode", "25", 25, true, PLAIN, "", JitCompilerTest::neverAsked)
                        .obstacleOfThisJava())
                .hasValueSatisfying(reason -> assertThat(reason).contains("native image", "run on a JVM"));
    }

    @Test
    void whereTheJvmItselfSaysThatC2IsOffItIsNotAskedForFlags() {
        for (String mode : new String[] {"mixed mode, emulated-client, sharing", "interpreted mode, sharing"}) {
            assertThat(compiler(HOTSPOT, mode, 17, PLAIN, JitCompilerTest::neverAsked)
                            .obstacleHere())
                    .hasValueSatisfying(reason -> assertThat(reason).contains("is off", "start Java without"));
        }
        assertThat(compiler("OpenJDK Client VM", "mixed mode", 17, PLAIN, JitCompilerTest::neverAsked)
                        .obstacleHere())
                .isPresent();
    }

    @Test
    void optionsThatTheJvmDoesNotTellOfAreLookedUp() {
        String command = PLAIN.replace("-cp", "-XX:TieredStopAtLevel=3 -cp");
        assertThat(withFlag(command, "TieredStopAtLevel", "3").obstacleHere())
                .hasValueSatisfying(reason -> assertThat(reason).contains("C2 is off"));
        assertThat(withFlag(command, "TieredStopAtLevel", "4").obstacleHere()).isEmpty();
        assertThat(withFlag("java -XX:-UseCompiler", "UseCompiler", "false").obstacleHere())
                .isPresent();
        assertThat(withFlag("java -XX:UseAVX=0", "UseFMA", "false").obstacleHere())
                .hasValueSatisfying(reason -> assertThat(reason).contains("fused multiply-add", "-XX:UseAVX"));
        assertThat(withFlag("java -XX:+UseJVMCICompiler", "UseJVMCICompiler", "true")
                        .obstacleHere())
                .hasValueSatisfying(
                        reason -> assertThat(reason).contains("-XX:-UseJVMCICompiler", "-Dsantoku.vector=true"));
    }

    @Test
    void graalVmTellsOfItselfByItsVersion() {
        UnaryOperator<String> flags = flag -> flag.equals("UseJVMCICompiler") ? "true" : "";
        assertThat(new JitCompiler(HOTSPOT, "mixed mode", "25+37-LTS-jvmci-b01", 25, false, PLAIN, "", flags)
                        .obstacleHere())
                .isPresent();
    }

    @Test
    void whatTheOwnCommandTurnsOffIsOnInJvmsThatThisOneStarts() {
        String off = "mixed mode, emulated-client";
        assertThat(compiler(HOTSPOT, off, 17, "java -XX:TieredStopAtLevel=1 Main", JitCompilerTest::neverAsked)
                        .isInherited())
                .isFalse();
        JitCompiler byVariable = new JitCompiler(
                HOTSPOT, off, "17", 17, false, PLAIN, " -XX:TieredStopAtLevel=1", JitCompilerTest::neverAsked);
        assertThat(byVariable.obstacleHere()).isPresent();
        assertThat(byVariable.isInherited()).isTrue();
    }
}
