package dev.santoku.backend.hybrid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.backend.Sharing;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is told of products: one that had nothing to do is named, one that is lost is named elsewhere. */
class AccountTest {
    private static Account.Part part(String id, long rows, long tiles, long idle) {
        return new Account.Part(id, rows, tiles, 0.5 * tiles, Optional.empty(), idle, Optional.empty(), false);
    }

    private static Account account(double seconds, Account.Part... parts) {
        return new Account(List.of(parts), 1, seconds, List.of(Sharing.Run.of(seconds, List.of())));
    }

    @Test
    void namesThoseThatHadNothingToDo() {
        Account account = account(
                0.01,
                part("cpu", 640, 4, 500_000),
                part("cl0", 0, 0, 0),
                new Account.Part("cl1", 0, 0, 0, Optional.empty(), 0, Optional.of("refuses it: no room"), false),
                new Account.Part("cl2", 0, 0, 0, Optional.empty(), 0, Optional.empty(), true));
        assertThat(account.lines())
                .containsExactly(
                        "cl0 gets nothing: the others are done before its smallest tile would be",
                        "cl1 refuses it: no room");
        assertThat(Account.NOTHING.lines()).isEmpty();
        assertThat(Account.NOTHING.sharing()).isEmpty();
    }

    @Test
    void figuresAreMeansOfAllProducts() {
        Account.Part gpu = new Account.Part("cl0", 100, 1, 1, Optional.of(0.25), 1_000_000, Optional.empty(), false);
        Account.Part idle = new Account.Part("cl0", 0, 0, 0, Optional.empty(), 0, Optional.empty(), false);
        Account account = Account.NOTHING
                .and(account(2, part("cpu", 300, 3, 0), gpu))
                .and(account(4, part("cpu", 400, 2, 3_000_000), idle));
        assertThat(account.sharing())
                .contains(new Sharing(
                        2,
                        3,
                        List.of(
                                new Sharing.Part("cpu", 0.875, 2.5, 1.25, null, 0.0015),
                                new Sharing.Part("cl0", 0.125, 0.5, 0.5, 0.125, 0.0005)),
                        new Sharing.Run(2, List.of(), 0)));
    }

    @Test
    void theTypicalProductIsTheMedianOfTheLast() {
        assertThat(typicalOf(10, 14, 11, 500, 400)).isEqualTo(14);
        double[] seconds = new double[250]; // 149 of 1 s, then 101 of 2 s
        Arrays.setAll(seconds, i -> i < 149 ? 1 : 2);
        assertThat(typicalOf(seconds)).isEqualTo(2);
    }

    private static double typicalOf(double... seconds) {
        Account account = Account.NOTHING;
        for (double each : seconds) {
            account = account.and(account(each, part("cpu", 1, 1, 0)));
        }
        return account.sharing().orElseThrow().typical().seconds();
    }
}
