"""The oracle: one case run by Hugging Face Transformers and PEFT, on the CPU in float32."""

import re

import torch
from peft import LoraConfig, get_peft_model
from peft.optimizers import create_loraplus_optimizer
from transformers import BertConfig, BertModel, RobertaConfig, RobertaForSequenceClassification, get_scheduler
from transformers.modeling_outputs import SequenceClassifierOutput
from transformers.models.bert.modeling_bert import BertPreTrainedModel
from transformers.models.roberta.modeling_roberta import RobertaClassificationHead

from cases import (BETAS, BEGIN, CLIP_NORM, END, EPSILON, MODULE_NAMES, POSITIONS, SCHEDULERS, STEPS, WARMUP_STEPS,
                   Case, batch_of_step, draw_adapters, draw_batches, draw_weights, is_decayed, is_quantised)

COMPONENT_OF = {module: component for component, module in MODULE_NAMES.items()}


def make_config(case: Case) -> dict:
    """The content of the case's config.json."""
    return {
        "architectures": ["BertModel" if case.architecture == "bert" else "RobertaForSequenceClassification"],
        "model_type": case.architecture,
        "vocab_size": case.vocabulary,
        "hidden_size": case.hidden,
        "num_hidden_layers": case.layers,
        "num_attention_heads": case.heads,
        "intermediate_size": case.intermediate,
        "hidden_act": "gelu",
        "hidden_dropout_prob": 0.0,
        "attention_probs_dropout_prob": 0.0,
        "classifier_dropout": 0.0,
        "max_position_embeddings": POSITIONS,
        "type_vocab_size": case.token_types,
        "layer_norm_eps": case.epsilon,
        "bos_token_id": BEGIN,
        "pad_token_id": case.pad,
        "eos_token_id": END,
        "num_labels": case.labels,
    }


def fixture_name(name: str) -> str:
    """A parameter's name in the fixture, from its name in the model with or without PEFT.

    Adapters become `layer.<i>.<component>.A`, `.B` or `.magnitude`; of the rest, PEFT's wrapping
    and the prefix `roberta.` or `bert.` go.
    """
    name = name.removeprefix("base_model.model.").removeprefix("roberta.").removeprefix("bert.")
    adapter = re.fullmatch(r"encoder\.layer\.(\d+)\.(.+)\.lora_(A|B|magnitude_vector)\.default\.weight", name)
    if adapter:
        layer, module, part = adapter.groups()
        return f"layer.{layer}.{COMPONENT_OF[module]}.{part.removesuffix('_vector')}"
    return name.replace(".base_layer.", ".").replace(".modules_to_save.default.", ".")


class BertWithHead(BertPreTrainedModel):
    """BertModel without its pooler, with the head that the lab gives every encoder, RoBERTa's."""

    def __init__(self, config: BertConfig):
        super().__init__(config)
        self.bert = BertModel(config, add_pooling_layer=False)
        self.classifier = RobertaClassificationHead(config)
        self.post_init()

    def forward(self, input_ids, attention_mask=None, labels=None, **_):
        """As in RobertaForSequenceClassification; every token has type 0."""
        hidden = self.bert(input_ids, attention_mask=attention_mask)[0]
        logits = self.classifier(hidden)
        loss = None if labels is None else torch.nn.functional.cross_entropy(logits, labels)
        return SequenceClassifierOutput(loss=loss, logits=logits)


def build(case: Case) -> tuple[torch.nn.Module, dict[str, torch.Tensor]]:
    """The case's model with its initial weights and adapters, and the weights by fixture name.

    A base in fewer bits is in the model only: the weights are those before quantisation.
    """
    fields = make_config(case)
    if case.architecture == "bert":
        model = BertWithHead._from_config(BertConfig(**fields), attn_implementation="eager")
    else:
        model = RobertaForSequenceClassification._from_config(RobertaConfig(**fields), attn_implementation="eager")
    assert model.config._attn_implementation == "eager"
    shapes = {fixture_name(name): tuple(value.shape) for name, value in model.named_parameters()}
    weights = {name: torch.from_numpy(value) for name, value in draw_weights(case, shapes).items()}
    start = weights | quantised_weights(case, weights)
    with torch.no_grad():
        for name, value in model.named_parameters():
            value.copy_(start[fixture_name(name)])
    if case.method == "classifier":
        for name, value in model.named_parameters():
            value.requires_grad_(name.startswith("classifier."))
    if case.method == "lora":
        model = add_adapters(case, model)
    return model, weights


def quantised_weights(case: Case, weights: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """What the base keeps of those matrices that it keeps in fewer bits, by fixture name."""
    names = [name for name, value in weights.items() if is_quantised(case, name, tuple(value.shape))]
    if not names:
        return {}
    from portable_bitsandbytes import rounded  # Import where a case needs it: the others do without the package.

    return {name: rounded(weights[name]) for name in names}


def add_adapters(case: Case, model: torch.nn.Module) -> torch.nn.Module:
    """Wraps the model with PEFT; `task_type` makes it train a copy of the classifier too."""
    targets = [
        f"{case.architecture}.encoder.layer.{layer}.{MODULE_NAMES[component]}"
        for layer, components in enumerate(case.modules)
        for component in components
    ]
    ranks = {
        f"{case.architecture}.encoder.layer.{layer}.{MODULE_NAMES[component]}": rank
        for rank, modules in case.ranks
        for layer, components in enumerate(modules)
        for component in components
    }
    model = get_peft_model(model, LoraConfig(
        rank_pattern=ranks, alpha_pattern={name: case.alpha_at(rank) for name, rank in ranks.items()},
        task_type="SEQ_CLS", target_modules=targets, r=case.rank, lora_alpha=case.alpha,
        use_rslora=case.rs_lora, lora_dropout=0.0, bias="none", init_lora_weights="pissa" if case.pissa else True,
        use_dora=case.dora,
    ))
    if case.pissa:
        return model
    adapters = draw_adapters(case)
    found = {name: value for name, value in trainable(model).items() if not name.startswith("classifier.")}
    assert found.keys() == adapters.keys(), found.keys() ^ adapters.keys()
    with torch.no_grad():
        for name, value in found.items():
            drawn = torch.from_numpy(adapters[name])
            value.copy_(value * drawn if name.endswith(".magnitude") else drawn)
    return model


def trainable(model: torch.nn.Module) -> dict[str, torch.nn.Parameter]:
    """The trainable parameters by fixture name, in the model's order."""
    return {fixture_name(name): value for name, value in model.named_parameters() if value.requires_grad}


def run(case: Case) -> tuple[dict[str, torch.Tensor], dict, list[float]]:
    """Runs the case. Returns the fixture's tensors, the numbers expected of it, and the learning rate of each step."""
    model, weights = build(case)
    parameters = trainable(model)
    batches = [
        {name: torch.from_numpy(value) for name, value in batch.items()} for batch in draw_batches(case)
    ]
    tensors = {f"weights/{name}": value.clone() for name, value in weights.items()}
    tensors |= {f"quantised/{name}": value for name, value in quantised_weights(case, weights).items()}
    adapters = {name: value for name, value in parameters.items() if name.startswith("layer.")}
    tensors |= {f"adapters/{name}": value.detach().clone() for name, value in adapters.items()}
    for index, batch in enumerate(batches):
        tensors |= {f"batches/{index}/{name}": value for name, value in batch.items()}

    model.eval()
    output = forward(model, batches[0])
    output.loss.backward()
    tensors["expected/logits"] = output.logits.detach().clone()
    tensors |= {f"expected/gradients/{name}": value.grad.clone() for name, value in parameters.items()}
    expected = {
        "trainableParameters": sum(value.numel() for value in parameters.values()),
        "loss": output.loss.item(),
    }
    trajectory, rates = train(case, model, batches)
    expected |= trajectory
    model.eval()
    with torch.no_grad():
        output = forward(model, batches[0])
    expected["finalLoss"] = output.loss.item()
    tensors["expected/finalLogits"] = output.logits.clone()
    tensors |= {f"expected/final/{name}": value.detach().clone() for name, value in parameters.items()}
    return tensors, expected, rates


def forward(model: torch.nn.Module, batch: dict[str, torch.Tensor]):
    """Loss (mean cross-entropy) and logits of a batch."""
    return model(**{name: value.long() for name, value in batch.items()})


def adam_w(parameters: dict[str, torch.Tensor], rate: float, weight_decay: float) -> torch.optim.AdamW:
    """The lab's optimizer, at the base learning rate."""
    groups = [
        {"params": [v for name, v in parameters.items() if is_decayed(name)], "weight_decay": weight_decay},
        {"params": [v for name, v in parameters.items() if not is_decayed(name)], "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(groups, lr=rate, betas=BETAS, eps=EPSILON)


def scheduler_of(schedule: str, optimizer: torch.optim.AdamW, warmup_steps: int, steps: int):
    """Transformers' own scheduler for one of the lab's schedules."""
    return get_scheduler(SCHEDULERS[schedule], optimizer, num_warmup_steps=warmup_steps, num_training_steps=steps)


def train(case: Case, model: torch.nn.Module, batches: list[dict[str, torch.Tensor]]) -> tuple[dict, list[float]]:
    """The AdamW trajectory: loss and gradient norm (before clipping) of each step; and the steps' learning rates."""
    model.train()
    parameters = trainable(model)
    if case.b_rate == 1:
        optimizer = adam_w(parameters, case.learning_rate, case.weight_decay)
    else:
        optimizer = create_loraplus_optimizer(
            model, torch.optim.AdamW, lr=case.learning_rate, loraplus_lr_ratio=case.b_rate,
            loraplus_weight_decay=case.weight_decay, betas=BETAS, eps=EPSILON)
    scheduler = scheduler_of(case.schedule, optimizer, WARMUP_STEPS, STEPS)
    losses, norms, rates = [], [], []
    for step in range(STEPS):
        optimizer.zero_grad()
        loss = forward(model, batches[batch_of_step(case, step)]).loss
        loss.backward()
        norms.append(torch.nn.utils.clip_grad_norm_(parameters.values(), CLIP_NORM).item())
        rates.append(scheduler.get_last_lr()[0])
        optimizer.step()
        scheduler.step()
        losses.append(loss.item())
    return {"losses": losses, "gradientNorms": norms}, rates
