"""The command line, for now only `check`."""
import argparse, datetime, sys
from pathlib import Path
def main():
    p=argparse.ArgumentParser(); p.add_argument('cmd'); p.add_argument('--project',type=Path,default=Path('.')); p.add_argument('--format',default='text'); p.add_argument('--all',action='store_true')
    a=p.parse_args()
    from generator.check import check, RULES
    from generator.load.project import load_project
    from generator.model.registry import folders
    from generator.report import render, summary
    c=check(load_project(a.project,folders()),datetime.date.today())
    print(render(c.findings,a.format,{r.code:r.title for r in RULES},full=a.all)); print(summary(c.findings),file=sys.stderr)
    return 1 if c.findings else 0
