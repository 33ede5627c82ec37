"""Pre-train roberta-mini: masked language modelling plus distillation of word states.

    python train.py --corpus corpus.npz --teacher TEACHER --out MODEL_FOLDER [--hidden 64]

Every step masks 15 % of the tokens of two thirds of the rows. The loss is the
cross-entropy of the masked tokens, plus the squared error between a linear
map of the student's states, averaged over each word, and the teacher's state
of that word (whitened in part, so that its smaller directions count too),
plus the same for the average over the sentence, from the words and from <s>.
Rows that come from a list of pros or of cons, without that word, are also told
apart by a linear map of <s>, which is thrown away afterwards.
"""

import argparse
import math
import time

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F
from transformers import BertModel, RobertaForMaskedLM

import model as roberta
from prepare import MAX_TOKENS, MAX_WORDS, NO_WORD

MASK, PAD = 4, 1
MASKED_SHARE = 0.15
PREDICTED = 10  # most masked tokens a row
LOSSES = "mlm %.3f word %.3f sentence %.3f first %.3f polarity %.3f"


def rectangle(flat, lengths, width, fill):
    """Ragged rows laid end to end -> [rows, width], padded with `fill`."""
    out = np.full((len(lengths), width), fill, flat.dtype)
    out[np.arange(width) < lengths[:, None]] = flat
    return torch.from_numpy(out.astype(np.int32))


def word_means(states, words, count):
    """Token states [b, t, h] -> word states [b, count, h] by word number [b, t]."""
    member = (words[:, None, :] == torch.arange(count, device=words.device)[:, None]).to(states.dtype)
    return member @ states / member.sum(-1, keepdim=True).clamp(min=1)


@torch.no_grad()
def teacher_states(path, corpus, word_count, device):
    """The teacher's last states, averaged by word and whitened in part: [all words, 384], float16."""
    teacher = BertModel.from_pretrained(path, dtype=torch.float16 if device == "cuda" else torch.float32)
    teacher = teacher.eval().to(device)
    width = int(corpus["teacher_length"].max())
    ids = rectangle(corpus["teacher_ids"], corpus["teacher_length"], width, 0)
    words = rectangle(corpus["teacher_words"], corpus["teacher_length"], width, NO_WORD)
    out = []
    for rows in torch.arange(len(ids)).split(1024):
        i, w = ids[rows].to(device), words[rows].to(device)
        states = teacher(input_ids=i, attention_mask=(i != 0).long()).last_hidden_state
        n = word_count[rows].to(device)
        out.append(word_means(states, w, MAX_WORDS)[torch.arange(MAX_WORDS, device=device) < n[:, None]].half())
    states = torch.cat(out)
    sample = states[:: max(1, len(states) // 200_000)].float()
    mean = sample.mean(0)
    values, vectors = torch.linalg.eigh(torch.cov((sample - mean).T))
    whiten = vectors / values.clamp(min=1e-6) ** 0.25
    scale = ((sample - mean) @ whiten).std()
    return torch.cat([((part.float() - mean) @ whiten / scale).half() for part in states.split(200_000)])


def mask_tokens(ids, vocabulary):
    """Choose and hide tokens: (input ids, positions [b, k], weights [b, k])."""
    b, t = ids.shape
    draw = lambda *shape: torch.rand(*shape, device=ids.device)
    score = draw(b, t).masked_fill(ids < 5, -1.0)  # 0 to 4 are the special tokens
    positions = score.topk(PREDICTED, dim=1).indices
    wanted = ((ids > 4).sum(1) * MASKED_SHARE).ceil() * (draw(b) < 2 / 3)
    weights = (torch.arange(PREDICTED, device=ids.device) < wanted[:, None]) & (score.gather(1, positions) >= 0)
    chance = draw(b, PREDICTED)
    random_ids = torch.randint(5, vocabulary, (b, PREDICTED), device=ids.device)
    original = ids.gather(1, positions)
    shown = torch.where(chance < 0.8, MASK, torch.where(chance < 0.9, random_ids, original))
    return ids.scatter(1, positions, torch.where(weights, shown, original)), positions, weights.float()


class Pretraining:
    """The student, its optimizer and the data on the device; `step` trains on the rows in `self.rows`."""

    def __init__(self, options, device):
        corpus = dict(np.load(options.corpus))
        word_count = torch.from_numpy(corpus["word_count"].astype(np.int64))
        self.target = teacher_states(options.teacher, corpus, word_count, device)
        self.first_word = (word_count.cumsum(0) - word_count).to(device)
        self.word_count = word_count.to(device)
        self.ids = rectangle(corpus["ids"], corpus["length"], MAX_TOKENS, PAD).to(device)
        self.words = rectangle(corpus["words"], corpus["length"], MAX_TOKENS, NO_WORD).to(device)
        self.polarity = torch.from_numpy(corpus["polarity"].astype(np.int64)).to(device) - 1  # -1: not known
        self.slots = torch.arange(MAX_WORDS, device=device)
        self.rows = torch.arange(options.batch, device=device)
        self.weights = torch.tensor(options.weights, dtype=torch.float32, device=device)
        self.device = device

        config = roberta.config(hidden=options.hidden)
        config.hidden_dropout_prob = config.attention_probs_dropout_prob = 0.0
        config.initializer_range = 0.48 / options.hidden**0.5  # a wider start than 0.02, which suits hidden 768
        self.student = RobertaForMaskedLM(config).to(device)
        self.project = nn.Linear(options.hidden, self.target.shape[1]).to(device)
        self.verdict = nn.Linear(options.hidden, 2).to(device)
        modules = (self.student, self.project, self.verdict)
        self.parameters = [parameter for module in modules for parameter in module.parameters()]
        groups = [
            {"params": [p for p in self.parameters if p.ndim > 1], "weight_decay": 0.01},
            {"params": [p for p in self.parameters if p.ndim < 2], "weight_decay": 0.0},
        ]
        self.rate = torch.tensor(0.0, device=device)
        gpu = device == "cuda"
        self.optimizer = torch.optim.AdamW(groups, lr=self.rate, betas=(0.9, 0.98), eps=1e-6, fused=gpu, capturable=gpu)

    def losses(self):
        """Losses of the current rows: masked tokens, words, sentence by its words, by <s>, polarity by <s>."""
        rows, student = self.rows, self.student
        clean, n = self.ids[rows].long(), self.word_count[rows]
        shown, positions, weights = mask_tokens(clean, student.config.vocab_size)
        visible = (clean != PAD)[:, None, None, :].expand(-1, 1, MAX_TOKENS, -1)
        with torch.autocast(self.device, torch.bfloat16, enabled=self.device == "cuda", cache_enabled=False):
            states = student.roberta(input_ids=shown, attention_mask=visible).last_hidden_state
            logits = student.lm_head(states.gather(1, positions[..., None].expand(-1, -1, states.shape[-1])))
            by_word = self.project(word_means(states, self.words[rows], MAX_WORDS)).float()
            first = self.project(states[:, 0]).float()
            verdict = self.verdict(states[:, 0]).float()
        goal = self.target[(self.first_word[rows][:, None] + self.slots).clamp(max=len(self.target) - 1)].float()
        mlm = F.cross_entropy(logits.float().transpose(1, 2), clean.gather(1, positions), reduction="none")
        polarity = self.polarity[rows]
        told = F.cross_entropy(verdict, polarity, ignore_index=-1, reduction="sum") / (polarity >= 0).sum().clamp(min=1)
        real = (self.slots < n[:, None]).float()
        mean = lambda x: (x * real[..., None]).sum(1) / real.sum(1, keepdim=True)
        sentence = mean(goal)
        return torch.stack(
            [
                (mlm * weights).sum() / weights.sum().clamp(min=1),
                (((by_word - goal) ** 2).mean(-1) * real).sum() / real.sum(),
                ((mean(by_word) - sentence) ** 2).mean() / sentence.var(),
                ((first - sentence) ** 2).mean() / sentence.var(),
                told,
            ]
        )

    def step(self):
        losses = self.losses()
        (losses @ self.weights).backward()
        torch.nn.utils.clip_grad_norm_(self.parameters, 1.0)
        self.optimizer.step()
        return losses.detach()

    def recorded_step(self):
        """`step` as a CUDA graph: so small a model spends its time on launching kernels otherwise."""
        side = torch.cuda.Stream()
        with torch.cuda.stream(side):
            for _ in range(3):
                self.step()
                self.optimizer.zero_grad(set_to_none=True)
        torch.cuda.synchronize()
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph):
            losses = self.step()

        def replay():
            graph.replay()
            return losses

        return replay

    def eager_step(self):
        losses = self.step()
        self.optimizer.zero_grad(set_to_none=True)
        return losses


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpus", required=True)
    parser.add_argument("--teacher", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--hidden", type=int, default=64)
    parser.add_argument("--steps", type=int, default=24_000)
    parser.add_argument("--batch", type=int, default=512)
    parser.add_argument("--lr", type=float, default=1.5e-3)
    parser.add_argument("--weights", type=float, nargs=5, default=[1, 2, 2, 1, 1], help="of the losses, in their order")
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    device = "cuda" if torch.cuda.is_available() else "cpu"
    torch.manual_seed(options.seed)
    training = Pretraining(options, device)
    print(f"{len(training.ids)} rows, {len(training.target)} words, teacher done", flush=True)
    train_step = training.recorded_step() if device == "cuda" else training.eager_step

    report = lambda: print(step, LOSSES % tuple(losses.tolist()), f"{time.time() - start:.0f} s", flush=True)
    start, step = time.time(), 0
    while step < options.steps:
        order = torch.randperm(len(training.ids), device=device)
        for rows in order[: len(order) // options.batch * options.batch].split(options.batch):
            done = step / options.steps
            decay = max(0.02, 0.5 + 0.5 * math.cos(math.pi * done))
            training.rate.fill_(options.lr * min(1.0, done / 0.04) * decay)
            training.rows.copy_(rows)
            losses = train_step()
            step += 1
            if step % 1000 == 1 or step == options.steps:
                report()
            if step == options.steps:
                break
    config = training.student.config
    config.hidden_dropout_prob = config.attention_probs_dropout_prob = 0.1
    config.initializer_range = 0.02
    roberta.save(training.student, options.out)


if __name__ == "__main__":
    main()
