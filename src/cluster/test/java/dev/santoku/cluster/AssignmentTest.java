package dev.santoku.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AssignmentTest {
    @Test
    void eachRunIsAnotherOne() {
        Assignment assignment = new Assignment("id", "/home", false, List.of("--quick"), 60);
        assertThat(assignment.ofRun(1)).isEqualTo(assignment.ofRun(1)).isNotEqualTo(assignment.ofRun(2));
        assertThat(assignment.ofRun(2).arguments()).containsExactly("--quick");
    }

    @Test
    void itAndOutcomesTravelToNodesAndBack() throws Exception {
        List<String> arguments = new ArrayList<>(List.of("--sizes", "64"));
        Assignment assignment = new Assignment("id", "a.tar.gz", true, arguments, 60);
        arguments.clear();
        Outcome outcome = Outcome.without("7", Outcome.State.LOST, "its executor was lost");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(assignment);
            out.writeObject(outcome);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            Assignment read = (Assignment) in.readObject();
            assertThat(read).isEqualTo(assignment);
            assertThat(read.arguments()).containsExactly("--sizes", "64");
            assertThat(in.readObject())
                    .isEqualTo(new Outcome("7", Outcome.State.LOST, -1, "its executor was lost", 0, ""));
        }
    }
}
