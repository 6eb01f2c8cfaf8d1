"""Small books: accounts sampled from the real histories, forecast by the program and by peers that see the same files.

  small_books.py emit SCRIPTS SPLITS OUT            OUT/<set>/<cut-off>_<accounts>_<number>/{orders.csv.gz,request.json}
  small_books.py peers SCRIPTS BOOKS OUT            OUT/<set>__<cut-off>_<accounts>_<number>.csv: one column for each peer
  small_books.py compare SCRIPTS LABELS PEERS FORECASTS    prints the tables

SCRIPTS is the folder of the evaluation scripts, whose peers are used as they are. A book is drawn from all accounts that ever
ordered until so many of them are active; the others belong to it, as in a real one, but only the active are asked for.
"""
import contextlib, io, json, os, sys
import numpy as np, pandas as pd

# Books of each size from every cut-off: more of the small ones, which hold fewer accounts.
BOOKS = {25: 6, 60: 4, 100: 3, 200: 2}
KEEP = dict(dtype={"account_id": str, "order_id": str, "item_id": str, "category": str}, keep_default_na=False, na_values={"revenue": [""]})


def folders(path):
    return sorted(entry.path for entry in os.scandir(path) if entry.is_dir())


def emit(splits, out):
    for split in [cut for data in folders(splits) for cut in folders(data)]:
        data, cutoff = os.path.normpath(split).split(os.sep)[-2:]
        lines = pd.read_csv(f"{split}/orders.csv.gz", **KEEP)
        request = json.load(open(f"{split}/request.json"))
        known, active = np.unique(lines.account_id[lines.revenue > 0]), set(request["accounts"])
        for size, count in BOOKS.items():
            for number in range(count):
                seed = [*map(ord, data), *map(int, cutoff.split("-")), size, number]
                drawn = np.random.default_rng(seed).permutation(known)
                reached = np.cumsum([account in active for account in drawn])
                book = drawn[: int(np.searchsorted(reached, min(size, reached[-1]))) + 1]
                folder = f"{out}/{data}/{cutoff}_{size}_{number}"
                os.makedirs(folder, exist_ok=True)
                lines[lines.account_id.isin(book)].to_csv(f"{folder}/orders.csv.gz", index=False)
                json.dump(dict(request, accounts=sorted(set(book) & active)), open(f"{folder}/request.json", "w"))


def peers_of(P):
    return [P.OneFeature("base rate", P.f_const), P.OneFeature("recency only", P.f_recency), P.OneFeature("RFM quintile sum", P.f_rfm),
            P.OneFeature("logistic R,F,M,trend", P.f_lifecycle), P.CNBDk("BG/NBD", mbg=False), P.CNBDk("MBG/CNBD-k", mbg=True, kmax=6),
            P.EBRenewal("EB cure-renewal, no half-life"), P.RandomForest(), P.LGBM(dates=False)]


class Reference:
    """The reference with priors that have not seen the family of the data; its windows are not asked for."""
    name = "reference"

    def __init__(self, ours, data):
        self.ours, (self.prior, self.grid) = ours, ours.honest_prior(data)

    def predict(self, *asked):
        return self.ours.Ours(slices=24, lam=1., prior=self.prior, grid=self.grid, pit=False).predict(*asked)


def peers(books, out):
    from bt import data as bt_data, ours, peers as bt_peers
    os.makedirs(out, exist_ok=True)
    for book in [book for data in folders(books) for book in folders(data)]:
        data, name = book.split(os.sep)[-2:]
        file = f"{out}/{data}__{name}.csv"
        if os.path.exists(file):
            continue
        lines, request = pd.read_csv(f"{book}/orders.csv.gz", **KEEP), json.load(open(f"{book}/request.json"))
        lines["day"] = bt_data.day(lines.order_date)
        accounts, horizon = np.array(request["accounts"]), request["primary_h"]
        told = {"account_id": accounts}
        for peer in [Reference(ours, data), *peers_of(bt_peers)]:
            history = bt_data.Hist(lines, bt_data.day(request["cutoff"]))
            try:
                with contextlib.redirect_stdout(io.StringIO()):
                    told[peer.name] = peer.predict(history, accounts, [horizon], request["tau"], 365)[f"p_active_{horizon}"]
            except Exception as error:      # a peer that cannot cope with so little is told as such
                print(f"{data} {name}: {peer.name} failed: {error!r}"[:200], file=sys.stderr)
                told[peer.name] = np.nan
        pd.DataFrame(told).round(6).to_csv(file, index=False)


def cases(labels, peers, forecasts):
    """One row for each account asked for: what came, and what everybody said."""
    every = []
    for file in sorted(os.listdir(peers)):
        data, name = file.removesuffix(".csv").split("__")
        cutoff, size, _ = name.split("_")
        meta = json.load(open(f"{labels}/{data}__{cutoff}.meta.json"))
        told = pd.read_csv(f"{peers}/{file}", dtype={"account_id": str})
        ours = pd.read_csv(f"{forecasts}/{file}", dtype={"account_id": str})
        outcome = pd.read_csv(f"{labels}/{data}__{cutoff}.labels.csv", dtype={"account_id": str}, keep_default_na=False)
        horizon = meta["primary_h"]
        told.insert(1, "Bellwether", told.account_id.map(ours.set_index("account_id")[f"p_active_{horizon}"]))
        told.insert(0, "came", told.account_id.map(outcome.set_index("account_id")[f"y_{horizon}"]).astype(float))
        every.append(told.assign(data=data, size=int(size), book=f"{data}__{name}"))
    return pd.concat(every, ignore_index=True)


def log_loss(came, said):
    said = np.clip(said, 1e-3, 1 - 1e-3)
    return -(came * np.log(said) + (1 - came) * np.log(1 - said))


def by_book(cases, models, metric):
    """Each model's figure in every book; log loss as the sum over accounts so that books weigh by their accounts."""
    from sklearn.metrics import roc_auc_score
    if metric == "log loss":
        losses = cases[models].apply(lambda said: log_loss(cases.came, said))
        return losses.groupby(cases.book).sum(), cases.groupby("book").size()
    rows, weights = {}, {}
    for book, group in cases.groupby("book"):
        if 0 < group.came.mean() < 1:
            weights[book] = len(group)
            rows[book] = {model: roc_auc_score(group.came, group[model]) * len(group) for model in models}
    return pd.DataFrame(rows).T, pd.Series(weights)


def paired(figures, weights, one, other):
    """Mean difference and its standard error, books being what varies."""
    difference = figures[one] - figures[other]
    mean = difference.sum() / weights.sum()
    spread = (difference - mean * weights).std(ddof=1) * np.sqrt(len(weights)) / weights.sum()
    return mean, spread


def calibration_error(came, said):
    """Over ten groups of equal size, and what chance alone would show."""
    from bt.metrics import ece
    came, said = np.asarray(came), np.clip(np.asarray(said), 1e-3, 1 - 1e-3)
    dice = np.random.default_rng(0)
    chance = np.mean([ece((dice.random(len(said)) < said).astype(float), said) for _ in range(20)])
    return ece(came, said), chance


def compare(labels, peers, forecasts):
    every = cases(labels, peers, forecasts)
    models = [name for name in every.columns if name not in ("account_id", "came", "data", "size", "book")]
    failed = every[models].isna().groupby(every.book).any().sum()
    # Who fails is given the base rate of the book's own past.
    every[models] = every[models].apply(lambda said: said.fillna(every["base rate"]))
    others = [model for model in models if model != "Bellwether"]
    print(f"{every.book.nunique()} books, {len(every)} forecasts; difference = Bellwether minus the best peer of the row, ± its standard error over books")
    print(f"\n{'':16s} {'size':>4s} {'books':>5s} {'base':>5s} | {'log loss':>8s} {'best peer':>30s} {'':>5s} {'difference':>15s} | {'AUC':>5s} {'best peer':>30s} {'':>5s} {'difference':>15s} |   ece (chance)")
    kinds = [(data, size) for data in [*sorted(every.data.unique()), "all"] for size in BOOKS]
    worse = []
    for data, size in kinds:
        some = every[(every["size"] == size) & ((every.data == data) | (data == "all"))]
        if some.empty:
            continue
        row = f"{data:16s} {size:4d} {some.book.nunique():5d} {some.came.mean():5.2f} |"
        for metric, sign in (("log loss", 1), ("AUC", -1)):
            figures, weights = by_book(some, models, metric)
            means = figures.sum() / weights.sum()
            best = (sign * means[others]).idxmin()
            difference, error = paired(figures, weights, "Bellwether", best)
            if sign * difference > 2 * error:
                worse.append(f"{data} at {size}: {metric} {difference:+.3f} ± {error:.3f} against {best}")
            row += f" {means['Bellwether']:{8 if sign > 0 else 5}.3f} {best:>30s} {means[best]:5.3f} {difference:+7.3f} ± {error:.3f} |"
        ours, chance = np.mean([calibration_error(book.came, book.Bellwether) for _, book in some.groupby("book")], axis=0)
        print(f"{row} {ours:.3f} ({chance:.3f})")
    print("\nAll sets together, log loss (mean over accounts of each set, then over sets), and difference of Bellwether to each")
    print(f"{'':30s}" + "".join(f" {size:>24d}" for size in BOOKS) + "   failed")
    for model in models:
        row = f"{model:30s}"
        for size in BOOKS:
            figures, errors = [], []
            for data in sorted(every.data.unique()):
                sums, weights = by_book(every[(every["size"] == size) & (every.data == data)], models, "log loss")
                figures.append([sums[model].sum() / weights.sum(), paired(sums, weights, "Bellwether", model)[0]])
                errors.append(paired(sums, weights, "Bellwether", model)[1])
            (loss, difference), error = np.mean(figures, axis=0), np.sqrt(np.sum(np.square(errors))) / len(errors)
            row += f"   {loss:.3f}" + (f" ({difference:+.3f} ± {error:.3f})" if model != "Bellwether" else " " * 17)
        print(f"{row}   {failed[model]:d}")
    print("\nWorse than the best peer of its row by more than two standard errors: " + ("; ".join(worse) if worse else "nowhere"))


if __name__ == "__main__":
    word, scripts, *paths = sys.argv[1:]
    sys.path.insert(0, scripts)
    {"emit": emit, "peers": peers, "compare": compare}[word](*paths)
