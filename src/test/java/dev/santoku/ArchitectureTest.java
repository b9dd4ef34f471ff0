package dev.santoku;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTag;
import com.tngtech.archunit.junit.ArchTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The layers of the design: a package imports only from layers below its own, and there is no circle at any depth. */
@AnalyzeClasses(packages = "dev.santoku", importOptions = ImportOption.DoNotIncludeTests.class)
@ArchTag("any-jdk")
class ArchitectureTest {
    /** From the ground up; rooms of one layer may know each other, as long as there is no circle. */
    private static final List<List<String>> LAYERS = List.of(
            List.of("matrix", "matrix.file", "statistics", "untrusted", "files", "host"),
            List.of("backend", "backend.tuned", "diagnosis"),
            List.of(
                    "backend.cpu",
                    "backend.cpu.threads",
                    "backend.cpu.kernel",
                    "backend.cpu.peak",
                    "backend.cpu.vector",
                    "backend.aparapi",
                    "backend.hybrid",
                    "backend.opencl",
                    "backend.opencl.cuda",
                    "backend.opencl.handle",
                    "backend.opencl.family",
                    "backend.opencl.transfer",
                    "backend.opencl.tuned",
                    "backend.opencl.probe"),
            List.of("yardstick", "result", "result.file"),
            List.of("plan", "host.probe", "host.gpu", "host.energy"),
            List.of("worker", "kitchen"),
            List.of("journal"),
            List.of("run", "run.contender", "run.cell", "run.speedup", "run.soak", "tuning"),
            List.of("report", "report.text", "report.html", "report.lesson", "report.fleet", "report.doctor"),
            List.of("cluster"),
            List.of(
                    "cli",
                    "cli.terminal",
                    "cli.file",
                    "cli.option",
                    "cli.compare",
                    "cli.tune",
                    "cli.fleet",
                    "cli.multiply"));

    /** The one that the profile of its name alone compiles. */
    private static final String ON_DEMAND = "cluster";

    /** Libraries, and the packages that alone may use them. */
    private static final Map<String, List<String>> CONFINEMENTS = Map.ofEntries(
            Map.entry("org.jocl..", List.of("backend.opencl..", "yardstick")),
            Map.entry("com.aparapi..", List.of("backend.aparapi")),
            Map.entry("jdk.incubator.vector..", List.of("backend.cpu.vector")),
            Map.entry("org.bytedeco..", List.of("yardstick")),
            Map.entry("com.github.freva..", List.of("report.text")),
            Map.entry("org.apache.commons.csv..", List.of("report.text")),
            Map.entry("com.samskivert.mustache..", List.of("report.html")),
            Map.entry("org.apache.commons.statistics..", List.of("statistics")),
            Map.entry("oshi..", List.of("host", "host.probe")),
            Map.entry("org.apache.spark..", List.of("cluster")),
            Map.entry("org.apache.hadoop..", List.of("cluster")),
            Map.entry("scala..", List.of("cluster")),
            Map.entry("org.apache.commons.cli..", LAYERS.get(LAYERS.size() - 1)));

    /** What users of the library may import. */
    private static final List<String> PUBLIC = List.of("matrix", "backend");

    @ArchTest
    static void everyPackageHasItsLayer(JavaClasses classes) {
        assertThat(Stream.concat(classes.stream().map(JavaClass::getPackageName), Stream.of("dev.santoku." + ON_DEMAND))
                        .distinct())
                .containsExactlyInAnyOrderElementsOf(LAYERS.stream()
                        .flatMap(List::stream)
                        .map(room -> "dev.santoku." + room)
                        .toList());
    }

    /** The page is what readers go by: its table has these layers, and it names what is public. */
    @ArchTest
    static void thePageShowsTheSameLayers(JavaClasses classes) throws IOException {
        String page = Files.readString(Path.of("src/site/markdown/architecture.md"));
        assertThat(Pattern.compile("(?m)^\\| \\d+ \\| ([^|]*) \\|")
                        .matcher(page)
                        .results()
                        .map(row -> names(row.group(1))))
                .containsExactlyInAnyOrderElementsOf(
                        LAYERS.stream().map(Set::copyOf).toList());
        assertThat(page).contains("are public, for users of the library: `%s` and `%s`.".formatted(PUBLIC.toArray()));
    }

    /** Where the page names a class with its package, the class is there. */
    @ArchTest
    static void thePageNamesClassesThatExist(JavaClasses classes) throws IOException {
        Set<String> existing = classes.stream()
                .map(type -> type.getName().substring("dev.santoku.".length()))
                .collect(Collectors.toSet());
        String page = Files.readString(Path.of("src/site/markdown/architecture.md"));
        assertThat(Pattern.compile("`(([a-z]+\\.)+[A-Z]\\w*[a-z]\\w*)")
                        .matcher(page)
                        .results()
                        .map(name -> name.group(1)))
                .isNotEmpty()
                .isSubsetOf(existing);
    }

    private static Set<String> names(String cell) {
        return Pattern.compile("`([^`]*)`")
                .matcher(cell)
                .results()
                .map(name -> name.group(1))
                .collect(Collectors.toSet());
    }

    @ArchTest
    static void layersImportOnlyFromBelow(JavaClasses classes) {
        for (int layer = 0; layer < LAYERS.size() - 1; layer++) {
            noClasses()
                    .that()
                    .resideInAnyPackage(packages(LAYERS.get(layer)))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(packages(LAYERS.subList(layer + 1, LAYERS.size()).stream()
                            .flatMap(List::stream)
                            .toList()))
                    .because("layer %d, %s, imports nothing from above".formatted(layer, LAYERS.get(layer)))
                    .allowEmptyShould(LAYERS.get(layer).contains(ON_DEMAND))
                    .check(classes);
        }
    }

    @ArchTest
    static void noPackagesFormACircle(JavaClasses classes) {
        slices().matching("dev.santoku.(**)").should().beFreeOfCycles().check(classes);
    }

    @ArchTest
    static void librariesStayWhereTheyBelong(JavaClasses classes) {
        CONFINEMENTS.forEach((library, rooms) -> noClasses()
                .that()
                .resideOutsideOfPackages(packages(rooms))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .because("only %s may use it".formatted(String.join(", ", rooms)))
                .check(classes));
    }

    /** A user of the library never meets a type of a package that is ours alone. */
    @ArchTest
    static void thePublicInterfaceShowsOnlyItself(JavaClasses classes) {
        List<String> shown = classes.stream()
                .filter(type ->
                        PUBLIC.stream().anyMatch(room -> type.getPackageName().equals("dev.santoku." + room)))
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .flatMap(type -> type.getMethods().stream())
                .filter(method -> method.getModifiers().contains(JavaModifier.PUBLIC))
                .flatMap(method -> Stream.concat(
                                Stream.of(method.getRawReturnType()), method.getRawParameterTypes().stream())
                        .filter(type -> type.getPackageName().startsWith("dev.santoku"))
                        .filter(type -> PUBLIC.stream()
                                .noneMatch(room -> type.getPackageName().equals("dev.santoku." + room)))
                        .map(type -> method.getFullName() + " shows " + type.getName()))
                .toList();
        assertThat(shown).isEmpty();
    }

    private static final int MOST_PARAMETERS = 8;
    private static final int MOST_LINES = 300;

    /** Records whose components are the keys of a document of JSON. */
    private static final Set<String> DOCUMENTS = Set.of(
            "backend.Device",
            "backend.tuned.TunedFile$Entry",
            "journal.JournalEntry$Group",
            "journal.JournalEntry$Head",
            "report.doctor.Diagnosis",
            "report.fleet.Merge$Hardware",
            "report.fleet.Diff$Change",
            "report.fleet.Merge$Row",
            "report.text.RawReport$Line",
            "result.CellResult",
            "result.Ceiling",
            "result.GpuState",
            "result.HostFacts",
            "result.RunFacts",
            "result.RunResult",
            "result.Soak$Part",
            "result.Speedup",
            "tuning.TuningResult",
            "worker.Request$TryOut");

    /** Others that may have more than eight parameters, and why. */
    private static final Map<String, String> LONG_LISTS = Map.of(
            "report.lesson.LessonPage$Section", "what its template names",
            "backend.cpu.vector.GeneratedTile", "generated code takes plain arguments",
            "backend.opencl.cuda.CudaDriver", "cuda.h has them",
            "yardstick.CblasGemm", "cblas.h has them",
            "yardstick.CblasFunctions", "cblas.h has them",
            "backend.aparapi.TileDoubleKernel", "Aparapi translates methods of plain arguments only",
            "backend.aparapi.TileFloatKernel", "Aparapi translates methods of plain arguments only");

    @ArchTest
    static void noListOfParametersIsLong(JavaClasses classes) {
        assertThat(classes.stream()
                        .flatMap(type -> type.getCodeUnits().stream())
                        .filter(unit -> unit.getRawParameterTypes().size() > MOST_PARAMETERS)
                        .filter(unit -> !unit.getModifiers().contains(JavaModifier.SYNTHETIC))
                        .map(unit -> unit.getOwner().getName().substring("dev.santoku.".length()))
                        .distinct())
                .containsExactlyInAnyOrderElementsOf(Stream.concat(DOCUMENTS.stream(), LONG_LISTS.keySet().stream())
                        .toList());
    }

    @ArchTest
    static void noFileIsLong(JavaClasses classes) throws IOException {
        for (String root : List.of("src/main/java", "src/cluster/java", "src/mllib/java")) {
            try (Stream<Path> files = Files.walk(Path.of(root))) {
                assertThat(files.filter(file -> file.toString().endsWith(".java")))
                        .allSatisfy(file -> assertThat(Files.readAllLines(file))
                                .as("lines of " + file)
                                .hasSizeLessThanOrEqualTo(MOST_LINES));
            }
        }
    }

    private static String[] packages(List<String> rooms) {
        return rooms.stream().map(room -> "dev.santoku." + room).toArray(String[]::new);
    }
}
