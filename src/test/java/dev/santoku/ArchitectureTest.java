package dev.santoku;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTag;
import com.tngtech.archunit.junit.ArchTest;
import java.util.List;
import java.util.stream.Stream;

/** The floors of the design: a package knows floors below its own, and neither its neighbours nor what is above. */
@AnalyzeClasses(packages = "dev.santoku", importOptions = ImportOption.DoNotIncludeTests.class)
@ArchTag("any-jdk")
class ArchitectureTest {
    /** From the ground up. Each entry is a package and, below it, its sub-packages that have no entry of their own. */
    private static final List<List<String>> FLOORS = List.of(
            List.of("matrix"),
            List.of("backend"),
            List.of("backend.cpu", "backend.opencl", "backend.aparapi", "backend.hybrid"),
            List.of("backend.cpu.vector", "yardstick"),
            List.of("measure", "kitchen"),
            List.of("report"),
            List.of("cli"));

    /** Libraries that one package alone may use. */
    private static final List<Confinement> CONFINEMENTS = List.of(
            new Confinement("org.jocl..", "backend.opencl", "yardstick"),
            new Confinement("com.aparapi..", "backend.aparapi"),
            new Confinement("jdk.incubator.vector..", "backend.cpu.vector"),
            new Confinement("org.bytedeco..", "yardstick"),
            new Confinement("com.github.freva..", "report"),
            new Confinement("org.apache.commons.csv..", "report"),
            new Confinement("com.samskivert.mustache..", "report"),
            new Confinement("org.apache.commons.cli..", "cli"));

    @ArchTest
    static void floorsKnowOnlyWhatIsBelow(JavaClasses classes) {
        for (int floor = 0; floor < FLOORS.size(); floor++) {
            for (String room : FLOORS.get(floor)) {
                String[] forbidden = Stream.concat(
                                FLOORS.get(floor).stream().filter(neighbour -> !neighbour.equals(room)),
                                FLOORS.subList(floor + 1, FLOORS.size()).stream()
                                        .flatMap(List::stream))
                        .flatMap(ArchitectureTest::packages)
                        .toArray(String[]::new);
                if (forbidden.length > 0) {
                    noClasses()
                            .that(resideInAnyPackage(packages(room).toArray(String[]::new)))
                            .should()
                            .dependOnClassesThat()
                            .resideInAnyPackage(forbidden)
                            .allowEmptyShould(true)
                            .because("floor %d, %s, imports only from floors below".formatted(floor + 1, room))
                            .check(classes);
                }
            }
        }
    }

    @ArchTest
    static void librariesStayWhereTheyBelong(JavaClasses classes) {
        for (Confinement confinement : CONFINEMENTS) {
            String[] allowed = confinement.rooms.stream()
                    .flatMap(ArchitectureTest::packages)
                    .toArray(String[]::new);
            noClasses()
                    .that(resideInAnyPackage("dev.santoku.."))
                    .and()
                    .resideOutsideOfPackages(allowed)
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(confinement.library)
                    .because("the design lets %s alone use it".formatted(String.join(", ", confinement.rooms)))
                    .check(classes);
        }
    }

    /** A package, and those below it that stand on no floor of their own. */
    private static Stream<String> packages(String room) {
        boolean hasRoomsOfTheirOwn =
                FLOORS.stream().flatMap(List::stream).anyMatch(other -> other.startsWith(room + "."));
        return Stream.of("dev.santoku." + room + (hasRoomsOfTheirOwn ? "" : ".."));
    }

    private record Confinement(String library, List<String> rooms) {
        Confinement(String library, String... rooms) {
            this(library, List.of(rooms));
        }
    }
}
