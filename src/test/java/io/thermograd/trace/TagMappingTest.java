package io.thermograd.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TagMappingTest {
  private static TagMatch matched(TagMatcher matcher, String name) {
    return Objects.requireNonNull(matcher.match(name), name);
  }

  @ParameterizedTest
  @CsvSource({
    "train/loss, LOSS, ''",
    "train_loss, LOSS, ''",
    "train_loss_step, LOSS, ''",
    "loss, LOSS, ''",
    "Loss/train, LOSS, ''",
    "losses, LOSS, ''",
    "epoch_loss, LOSS, ''",
    "val/loss, FULL_LOSS, ''",
    "val_loss, FULL_LOSS, ''",
    "eval_loss, FULL_LOSS, ''",
    "Loss/validation, FULL_LOSS, ''",
    "lr, LR, ''",
    "lr-SGD, LR, ''",
    "lr-Adam/pg1, LR, ''",
    "learning_rate, LR, ''",
    "train/learning_rate, LR, ''",
    "learning_rates, LR, ''",
    "grad_norm/fc1.weight, GRAD_NORM, fc1.weight",
    "grad_norm, GRAD_NORM, model",
    "train/grad_norm, GRAD_NORM, model",
    "grad_norm/total, GRAD_NORM, model",
    "grad_2.0_norm/fc1, GRAD_NORM, fc1",
    "grad_2.0_norm_total, GRAD_NORM, model",
    "grad_sq_norm/fc1, GRAD_SQ_NORM, fc1",
    "grad_dot_prev/fc1, GRAD_DOT_PREV, fc1",
    "gradients/fc1.weight, GRADIENT, fc1.weight",
    "fc1.weight.grad, GRADIENT, fc1.weight",
    "weight_norm/fc1, WEIGHT_NORM, fc1",
    "epoch, EPOCH, ''",
    "train/epoch, EPOCH, ''",
    "trainer/global_step, STEP, ''",
    "train/global_step, STEP, ''",
    "global_step, STEP, ''",
    "_step, STEP, ''",
    "_timestamp, TIME, ''",
    "run_id, RUN, ''",
    "metrics/loss, LOSS, ''",
    "mse_loss, LOSS, ''",
    "Losses/Value Loss, LOSS, ''",
    "vl_loss, LOSS, ''",
    "model/train/ce_loss, LOSS, ''",
    "trainLoss, LOSS, ''",
    "loss/total, LOSS, ''",
    "total_loss, LOSS, ''",
    "valid/nll_loss, FULL_LOSS, ''",
    "metrics/val_loss, FULL_LOSS, ''",
    "fc1/grad_norm, GRAD_NORM, fc1",
    "gnorm, GRAD_NORM, model",
  })
  void commonNamesHaveTheirRole(String name, TagRole role, String layer) {
    TagMatch match = matched(new TagMatcher(TagMapping.DEFAULT), name);
    assertThat(match.role()).isEqualTo(role);
    assertThat(match.layer()).isEqualTo(layer);
  }

  @ParameterizedTest
  @CsvSource({
    "train/step_time_ms",
    "train/accuracy",
    "svd/weights/layer0/q",
    "weights/layer0_attn_norm",
    "qkv/layer5/k_norm/mean",
    "train/tokens_per_sec",
    "_runtime",
    "loss_scale_factor",
    "Policy Loss",
    "pg_loss",
    "train/policy_gradient_loss",
    "best_train_loss",
    "ema/loss",
    "gloss",
    "loss_scale"
  })
  void otherNamesHaveNone(String name) {
    assertThat(new TagMatcher(TagMapping.DEFAULT).match(name)).isNull();
  }

  @Test
  void aGuessIsMarkedAndRanksBehindEveryUsualName() {
    TagMatcher matcher = new TagMatcher(TagMapping.DEFAULT);
    assertThat(matched(matcher, "loss").isGuess()).isFalse();
    assertThat(matched(matcher, "mse_loss").isGuess()).isTrue();
    assertThat(matched(matcher, "mse_loss").rank())
        .isGreaterThan(matched(matcher, "epoch_loss").rank());
    assertThat(matched(matcher, "x/train/mse_loss").rank())
        .isLessThan(matched(matcher, "total_loss").rank());
    TagMapping declared = new TagMapping(Map.of(TagRole.LOSS, List.of("loss")));
    assertThat(new TagMatcher(declared).match("mse_loss")).isNull();
  }

  /** A pattern that looks for words in a name must not take hours over a long one. */
  @Test
  void aLongNameIsNoGuess() {
    String longName = "x/".repeat(25_000) + "mse_loss";
    assertThat(new TagMatcher(TagMapping.DEFAULT).match(longName)).isNull();
  }

  @Test
  void theMoreTellingNameHasTheLowerRank() {
    TagMatcher matcher = new TagMatcher(TagMapping.DEFAULT);
    assertThat(matched(matcher, "train/loss").rank()).isLessThan(matched(matcher, "loss").rank());
    assertThat(matched(matcher, "grad_norm/a").rank())
        .isLessThan(matched(matcher, "grad_norm").rank());
    assertThat(matched(matcher, "global_step").rank()).isLessThan(matched(matcher, "_step").rank());
  }

  @Test
  void aDeclaredRoleReplacesItsDefaultsAndMatchesTheWholeName() {
    TagMatcher matcher =
        new TagMatcher(
            new TagMapping(
                Map.of(
                    TagRole.LOSS, List.of("objective"),
                    TagRole.FULL_LOSS, List.of(),
                    TagRole.GRAD_NORM, List.of("g/(?<layer>\\w+)/l2"))));
    assertThat(matched(matcher, "objective").role()).isEqualTo(TagRole.LOSS);
    assertThat(matcher.match("objective2")).isNull();
    assertThat(matcher.match("train/loss")).isNull();
    assertThat(matcher.match("val/loss")).isNull();
    assertThat(matcher.match("g/fc1/l2")).isEqualTo(new TagMatch(TagRole.GRAD_NORM, 0, "fc1"));
    assertThat(matched(matcher, "lr").role()).isEqualTo(TagRole.LR);
  }

  @Test
  void aBadPatternIsAMistakeOfItsRole() {
    assertThatThrownBy(() -> new TagMapping(Map.of(TagRole.LOSS, List.of("loss("))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Invalid pattern of loss")
        .hasMessageContaining("'loss('");
    assertThatThrownBy(() -> new TagMapping(Map.of(TagRole.LR, List.of("lr/(?<layer>.+)"))))
        .hasMessageContaining("lr: it isn't of a layer");
  }

  @ParameterizedTest
  @CsvSource({
    "FILE_NAME, file:/a/b/run-lr-0.001.json.gz, run-lr-0.001",
    "FILE_NAME, file:/a/b/run.v2, run.v2",
    "FOLDER, file:/a/b/run.v2/trainer_state.json, run.v2",
    "FOLDER, file:/a/my run/checkpoint-500/trainer_state.json, my run",
  })
  void aPathNamesItsRun(RunNaming.Part part, String path, String run) {
    assertThat(new RunNaming(null, part).of(path)).isEqualTo(run);
  }

  @Test
  void aPatternFindsTheRunInThePath() {
    RunNaming naming = new RunNaming("/runs/(?<run>[^/]+)/", RunNaming.Part.FILE_NAME);
    assertThat(naming.of("file:/x/runs/..evil\n<b>/log.csv")).isEqualTo("..evil\n<b>");
    assertThat(naming.of("file:/x/log.csv")).isNull();
    assertThatThrownBy(() -> new RunNaming("runs/.*", RunNaming.Part.FILE_NAME))
        .hasMessageContaining("(?<run>...)");
  }
}
