package dev.santoku.kitchen;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrdersTest {
    private static List<List<Integer>> allowed(List<List<Integer>> needs) {
        List<List<Integer>> orders = new ArrayList<>();
        Orders.allowed(needs, order -> orders.add(List.copyOf(order)));
        return orders;
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "3, 6", "4, 24", "5, 120", "7, 5040"})
    void independentStepsGoInEveryOrderOnce(int steps, int orders) {
        assertThat(allowed(Orders.independent(steps)))
                .hasSize(orders)
                .doesNotHaveDuplicates()
                .allSatisfy(order -> assertThat(order).doesNotHaveDuplicates().hasSize(steps));
    }

    @Test
    void aGraphLeavesSomeOrders() {
        // 0 before 1, and both 1 and 2 before 3
        List<List<Integer>> needs = List.of(List.of(), List.of(0), List.of(), List.of(1, 2));
        assertThat(allowed(needs))
                .containsExactlyInAnyOrder(List.of(0, 1, 2, 3), List.of(0, 2, 1, 3), List.of(2, 0, 1, 3));
    }

    @Test
    void aCircleLeavesNone() {
        assertThat(allowed(List.of(List.of(1), List.of(0)))).isEmpty();
    }

    @Test
    void theRecipeAllowsWhatItsNeedsAllow() {
        List<List<Integer>> needs = Recipe.STEPS.stream().map(Recipe::needs).toList();
        List<List<Integer>> allowed = allowed(needs);
        assertThat(allowed).hasSize(15);
        assertThat(allowed(Orders.independent(needs.size())))
                .hasSize(120)
                .allSatisfy(order -> assertThat(Orders.isAllowed(order, needs)).isEqualTo(allowed.contains(order)));
    }

    @Test
    void interleavingsHoldAllStepsAndDiffer() {
        Random random = new Random(7);
        HashSet<List<Integer>> seen = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            List<Integer> turns = Orders.interleaving(3, 5, random);
            assertThat(turns).hasSize(15);
            assertThat(List.of(0, 1, 2)).allSatisfy(task -> assertThat(Collections.frequency(turns, task))
                    .isEqualTo(5));
            seen.add(turns);
        }
        assertThat(seen).hasSizeGreaterThan(40);
    }

    @Test
    void aSaladTellsOrdersApartWhereTheyMatter() {
        Salad cutThenDressed = new Salad(List.of("onions", "bread"));
        cutThenDressed.cut(0);
        cutThenDressed.dress(0);
        Salad dressedThenCut = new Salad(List.of("onions", "bread"));
        dressedThenCut.dress(0);
        dressedThenCut.cut(0);
        assertThat(cutThenDressed.digest()).isNotEqualTo(dressedThenCut.digest());

        Salad onionsFirst = new Salad(List.of("onions", "bread"));
        onionsFirst.cut(0);
        onionsFirst.grill(1);
        Salad breadFirst = new Salad(List.of("onions", "bread"));
        breadFirst.grill(1);
        breadFirst.cut(0);
        assertThat(onionsFirst.digest()).isEqualTo(breadFirst.digest()).isNotEqualTo(cutThenDressed.digest());
    }
}
